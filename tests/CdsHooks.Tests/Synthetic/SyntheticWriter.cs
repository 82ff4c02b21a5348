using System.Globalization;
using CdsHooks.Tests.Intake;

namespace CdsHooks.Tests.Synthetic;

/// <summary>Writes resources of one chart: ids, addresses, times and what every resource has.</summary>
/// <param name="dice">What the ids are drawn from.</param>
/// <param name="patientId">The patient's id.</param>
/// <param name="byUuid">Whether references are <c>urn:uuid:</c>, as exported, or a server's own, as after an import.</param>
/// <param name="imported">When everything was imported; null where nothing says so.</param>
internal sealed class SyntheticWriter(Dice dice, string patientId, bool byUuid, string? imported)
{
    private readonly List<SyntheticResource> _resources = [];

    public IReadOnlyList<SyntheticResource> Resources => _resources;

    public string Patient => byUuid ? $"urn:uuid:{patientId}" : $"Patient/{patientId}";

    /// <summary>Gets a conditional reference to somebody who is nowhere in the chart.</summary>
    public static string Doctor => """{"reference":"Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999999779","display":"Dr. Peregrine Ottoline"}""";

    public static string Place => """{"reference":"Organization?identifier=https://github.com/synthetichealth/synthea|b1ddf812","display":"GENERAL HOSPITAL"}""";

    /// <summary>A number in tenths as a decimal.</summary>
    public static string Tenths(int value) => (value / 10m).ToString(CultureInfo.InvariantCulture);

    /// <summary>An instant of a day, with the offset of the site's winter.</summary>
    public static string At(DateOnly day, int hour = 9) => string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}T{hour:00}:40:58-05:00");

    /// <summary>Writes a resource.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="profile">The last part of the address of its US Core profile; null for none.</param>
    /// <param name="members">Its members after <c>meta</c>, as JSON without braces.</param>
    /// <returns>The reference to it.</returns>
    public string Add(string type, string? profile, string members)
    {
        var id = $"{Hex(8)}-{Hex(4)}-{Hex(4)}-{Hex(4)}-{Hex(12)}";
        var address = byUuid ? $"urn:uuid:{id}" : $"https://ehr.example.org/fhir/{type}/{id}";
        string[] meta =
        [
            .. profile is null ? Array.Empty<string>() : [$"\"profile\":[\"http://hl7.org/fhir/us/core/StructureDefinition/{profile}\"]"],
            .. imported is null ? Array.Empty<string>() : ["\"versionId\":\"1\"", $"\"lastUpdated\":\"{imported}\""],
        ];
        var start = $"\"resourceType\":\"{type}\",\"id\":\"{id}\",{(meta.Length == 0 ? "" : $"\"meta\":{{{string.Join(',', meta)}}},")}";
        _resources.Add(new SyntheticResource(type, address, $"{{{start}{members}}}"));
        return byUuid ? address : $"{type}/{id}";
    }

    private string Hex(int digits)
    {
        Span<char> text = stackalloc char[digits];
        foreach (ref var digit in text)
        {
            digit = "0123456789abcdef"[dice.Next(16)];
        }

        return text.ToString();
    }
}
