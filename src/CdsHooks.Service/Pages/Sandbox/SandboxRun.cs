using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Workbench.Replay;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>One call of the sandbox: the request, the answer of the API, and what the rules made of the same chart before its edits.</summary>
/// <param name="Service">The service that was called, with the rules of this call.</param>
/// <param name="Request">The request.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Decision">The decision behind the answer; null when the request is rejected.</param>
/// <param name="Before">The decision about the chart before its edits, under the rules in force; null when there is nothing to compare.</param>
internal sealed record SandboxRun(CdsService Service, JsonObject Request, ApiAnswer Answer, PlanDecision? Decision, PlanDecision? Before)
{
    private readonly JsonNode? _response = Parsed(Answer.Body);

    /// <summary>Gets the cards of the answer.</summary>
    public IReadOnlyList<JsonObject> Cards => [.. (_response?["cards"] as JsonArray ?? []).OfType<JsonObject>()];

    /// <summary>Gets a value indicating whether the API answered with a success.</summary>
    public bool IsAnswered => Answer.Status is StatusCodes.Status200OK;

    /// <summary>Gets the texts of the error, when the API answered with one.</summary>
    public IReadOnlyList<string> Errors =>
        [.. (_response?["issue"] as JsonArray ?? []).Select(issue => $"{issue?["details"]?["text"]} {string.Join(' ', (issue?["expression"] as JsonArray ?? []).Select(place => place?.ToString()))}".Trim())];

    /// <summary>Gets the retrieval of each data set: key, outcome and number of records.</summary>
    public IReadOnlyList<(string Key, string Outcome, int Count)> Retrieval =>
    [
        .. (_response?["extension"]?[AssessmentJson.ExtensionName]?["retrieval"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(set => (set["key"]!.GetValue<string>(), set["outcome"]!.GetValue<string>(), set["count"]!.GetValue<int>())),
    ];

    /// <summary>Gets the parts of the time of the call, in milliseconds.</summary>
    public IReadOnlyList<(string Part, decimal Milliseconds)> Timings =>
    [
        .. Answer.Timings.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(";dur="))
            .Where(part => part.Length is 2).Select(part => (part[0], decimal.Parse(part[1], CultureInfo.InvariantCulture))),
    ];

    /// <summary>Gets the finding of a criterion before the edits; null when there is nothing to compare.</summary>
    public Finding? FindingBefore(string id) => Before?.Assessment.Find(id);

    /// <summary>Tells whether the edits changed a criterion.</summary>
    public bool IsChanged(Finding finding) =>
        FindingBefore(finding.Id) is { } before && (before.Result != finding.Result || before.Reason != finding.Reason);

    /// <summary>Decides about a request as the service does, without an answer and without a record of it.</summary>
    /// <returns>The decision; null when the request is rejected.</returns>
    public static PlanDecision? Judge(CompiledPlan plan, JsonObject json, DateOnly asOf)
    {
        try
        {
            using var request = HookRequest.Read(Encoding.UTF8.GetBytes(json.ToJsonString()));
            var call = ReplayedCall.Of(plan, request, new PlanQuestion(new DateTimeOffset(asOf, new TimeOnly(12, 0), TimeSpan.Zero), asOf, new CardOptions(), () => Guid.Empty));
            return call.IsCovered ? call.Decision : null;
        }
        catch (HookRequestException)
        {
            return null;
        }
    }

    private static JsonNode? Parsed(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
