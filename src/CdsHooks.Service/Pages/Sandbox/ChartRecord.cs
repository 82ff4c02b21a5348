using System.Globalization;
using System.Text.Json.Nodes;
using CdsHooks.Workbench;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>A record of a chart, as a line of a list. It only shows the record: the rules read it elsewhere.</summary>
/// <param name="Reference">The relative reference, such as <c>Observation/film-1</c>.</param>
/// <param name="Title">The wording of its code.</param>
/// <param name="Detail">Its value, dose or status, as far as a line has room.</param>
/// <param name="Start">Its first day, as written; null when it has none.</param>
/// <param name="End">Its last day, as written; null when it has none.</param>
/// <param name="Value">Its numeric value; null when it has none.</param>
/// <param name="Unit">The unit of the value.</param>
/// <param name="Json">The record as JSON.</param>
/// <param name="IsChanged">True when an edit changed it.</param>
/// <param name="IsAdded">True when an edit added it.</param>
internal sealed record ChartRecord(
    string Reference, string Title, string Detail, string? Start, string? End, decimal? Value, string? Unit, string Json, bool IsChanged, bool IsAdded)
{
    private const int DayLength = 10;
    private const int LastYear = 9000;
    private const int MostDays = 3660;
    private const int MostRepeats = 100;
    private const decimal MostValue = 1_000_000_000;

    private static readonly string[] Starts =
    [
        "effectiveDateTime", "effectivePeriod.start", "performedDateTime", "performedPeriod.start", "period.start", "authoredOn", "onsetDateTime", "onsetPeriod.start",
        "recordedDate", "occurrenceDateTime", "authored", "dateAsserted", "issued", "created",
    ];

    private static readonly string[] Ends = ["effectivePeriod.end", "performedPeriod.end", "period.end", "abatementDateTime", "dispenseRequest.validityPeriod.end"];

    private static readonly string[] Codes = ["code", "medicationCodeableConcept", "reasonCode", "type", "serviceType", "category", "title"];

    /// <summary>Gets the first day that a date may mean; null when it is none.</summary>
    public static DateOnly? DayOf(string? text) => text is null ? null
        : DateOnly.TryParseExact(text[..Math.Min(DayLength, text.Length)], ["yyyy-MM-dd", "yyyy-MM", "yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : null;

    /// <summary>Gets the type of the record.</summary>
    public string Type => Reference.Split('/')[0];

    /// <summary>Gets the id of its element in the page.</summary>
    public string Anchor => AnchorOf(Reference);

    /// <summary>Gets the id of the element of a record in the page.</summary>
    public static string AnchorOf(string reference) => "rec-" + reference.Replace('/', '-');

    /// <summary>Describes a record.</summary>
    public static ChartRecord Of(string reference, JsonObject record, bool isChanged, bool isAdded)
    {
        var quantity = record["valueQuantity"] as JsonObject;
        return new ChartRecord(
            reference,
            Codes.Select(name => Wording(record[name])).FirstOrDefault(text => text.Length > 0) ?? reference,
            DetailOf(record, quantity),
            Starts.Select(path => TextAt(record, path)).FirstOrDefault(text => text is not null),
            Ends.Select(path => TextAt(record, path)).FirstOrDefault(text => text is not null) ?? EndOfSupply(record),
            Number(quantity?["value"]),
            TextAt(record, "valueQuantity.unit") ?? TextAt(record, "valueQuantity.code"),
            JsonText.Indent(record),
            isChanged,
            isAdded);
    }

    /// <summary>Gets the words of a concept, a list of them, a coding or a text.</summary>
    public static string Wording(JsonNode? node) => node switch
    {
        JsonArray list => string.Join(", ", list.Select(Wording).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)),
        JsonObject concept => concept["text"].Text() ?? (concept["coding"] is { } coding ? Wording(coding) : null) ?? concept["display"].Text() ?? concept["code"].Text() ?? string.Empty,
        _ => node.Text() ?? string.Empty,
    };

    /// <summary>Gets the last day that a prescription supplies, where it says for how many days.</summary>
    private static string? EndOfSupply(JsonObject record)
    {
        var dispense = record["dispenseRequest"] as JsonObject;
        return dispense?["expectedSupplyDuration"] is JsonObject duration && duration["code"].Text() is "d" && Number(duration["value"]) is > 0 and < MostDays and var days
            && DayOf(TextAt(record, "authoredOn")) is { Year: < LastYear } start
            ? start.AddDays((int)Math.Min(MostDays, days * (1 + Math.Clamp(Number(dispense["numberOfRepeatsAllowed"]) ?? 0, 0, MostRepeats)))).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;
    }

    private static decimal? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<decimal>(out var number) && Math.Abs(number) < MostValue ? number : null;

    private static string? TextAt(JsonObject record, string path)
    {
        JsonNode? node = record;
        foreach (var name in path.Split('.'))
        {
            node = (node as JsonObject)?[name];
        }

        return node.Text();
    }

    private static string DetailOf(JsonObject record, JsonObject? quantity)
    {
        var value = quantity is not null
            ? $"{quantity["comparator"].Text()}{quantity["value"]} {quantity["unit"].Text() ?? quantity["code"].Text()}".Trim()
            : Wording(record["valueCodeableConcept"]) is { Length: > 0 } coded ? coded : record["valueString"].Text();
        var site = Wording(record["bodySite"]);
        var status = Wording(record["verificationStatus"]) is { Length: > 0 } verification && !verification.Equals("Confirmed", StringComparison.OrdinalIgnoreCase) ? verification : record["status"].Text();
        var reason = record.ContainsKey("code") ? Wording(record["reasonCode"]) : string.Empty;
        return string.Join(" · ", new[] { value, site, reason, status }.Where(part => !string.IsNullOrEmpty(part)));
    }
}
