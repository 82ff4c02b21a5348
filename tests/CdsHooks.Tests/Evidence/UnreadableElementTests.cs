using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Cases;
using Xunit;

namespace CdsHooks.Tests.Evidence;

/// <summary>
/// The law of the three states, over the charts of all golden cases: whatever becomes of one element that decides, nothing that was met
/// is told to be missing, and nothing becomes met. <c>UNREADABLE_CASES</c> and <c>UNREADABLE_SEED</c> ask for more or other ones.
/// </summary>
public sealed class UnreadableElementTests
{
    private static readonly CompiledPlan Shipped = Load();

    private static readonly ReadOnlyMemory<byte>[] Requests = [.. CaseFolder.List(Repository.PathOf("tests", "cases")).Select(run => run.Request)];

    /// <summary>Which films there are decides suggestions only, by usable values (the specification's P2): not what is said of the patient.</summary>
    private static readonly string[] OnlyForSuggestions = ["dynamic-film", "recent-film", "current-film"];

    [Fact]
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "The same charts for the same seed.")]
    public void An_element_that_cannot_be_read_is_never_missing_and_never_met()
    {
        var cases = Setting("UNREADABLE_CASES", 1500);
        var seed = Setting("UNREADABLE_SEED", 20260601);
        var dice = new Random(seed);
        List<string> broken = [];
        for (var number = 0; number < cases; number++)
        {
            Try(dice, broken);
        }

        Assert.True(broken.Count is 0, $"{broken.Count} of {cases}, seed {seed}:\n{string.Join('\n', broken.Take(25))}");
    }

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "The same charts for the same seed.")]
    private static void Try(Random dice, List<string> broken)
    {
        var json = JsonNode.Parse(Requests[dice.Next(Requests.Length)].Span)!;
        var resources = Resources(json).ToList();
        if (resources.Count is 0)
        {
            return;
        }

        var resource = resources[dice.Next(resources.Count)];
        var before = Assess(json);
        if (ElementDamage.Do(resource, dice.Next) is not { } done || before is null)
        {
            return;
        }

        if (IsCounted(done) || NamesMuscle(done, resource) || SaysLevel(done, resource) || NamesNoDrug(done, resource))
        {
            return;
        }

        var after = Assess(json)!;
        foreach (var finding in before.Criteria)
        {
            if (Issue(finding, after.Find(finding.Id)!, done) is { } issue)
            {
                broken.Add($"{done.Type}.{done.Element} {done.Kind}: {finding.Id} {finding.Result} {finding.Reason} -> {issue}: {resource.ToJsonString()[..Math.Min(300, resource.ToJsonString().Length)]}");
            }
        }
    }

    private static string? Issue(Finding before, Finding after, (string Type, string Element, string Kind) done)
    {
        if (done.Kind is "foreign first" && done.Element is not "bodySite")
        {
            return before.Result == after.Result && before.Reason == after.Reason ? null : $"{after.Result} {after.Reason}";
        }

        var falls = before.Result is CriterionResult.Met && after is { Result: CriterionResult.NotMet, Reason: Reason.NotDocumented };
        var rises = before.Result is not CriterionResult.Met && after.Result is CriterionResult.Met;
        return (falls && !OnlyForSuggestions.Contains(before.Id, StringComparer.Ordinal)) || rises ? $"{after.Result} {after.Reason}" : null;
    }

    /// <summary>What a record is about, or why it was done, in words alone: counted, named on the card, and of no weight for most criteria.</summary>
    private static bool IsCounted((string Type, string Element, string Kind) done) =>
        done is { Kind: "text only" or "blank code", Element: "code" or "type" or "reasonCode" or "conclusionCode" or "valueCodeableConcept" };

    /// <summary>Where a grade of power was taken is a muscle, which no value set of body sites holds (the setting siteNamesPart).</summary>
    private static bool NamesMuscle((string Type, string Element, string Kind) done, JsonObject resource) =>
        done is { Type: "Observation", Element: "bodySite", Kind: "text only" }
        && resource["code"]?.ToJsonString() is { } code
        && (code.Contains("mrc-motor-grade", StringComparison.Ordinal) || code.Contains("neuro", StringComparison.Ordinal));

    /// <summary>A level of the spine is read from its words: without the code beside it, it may say more than with one that contradicts it.</summary>
    private static bool SaysLevel((string Type, string Element, string Kind) done, JsonObject resource) =>
        done is { Element: "bodySite", Kind: "text only" or "blank code" or "empty coding" or "code of the wrong kind" }
        && (resource["bodySite"] as JsonArray ?? [resource["bodySite"]?.DeepClone()]).OfType<JsonObject>().Any(site => SpinalLevel.TryRead((string?)site["text"]) is not null);

    /// <summary>A drug in words that name none of ours is another drug (the setting names).</summary>
    private static bool NamesNoDrug((string Type, string Element, string Kind) done, JsonObject resource) =>
        done is { Element: "medicationCodeableConcept", Kind: "text only" }
        && resource["medicationCodeableConcept"]?["text"]?.GetValue<string>() is ElementDamage.AnyWords;

    private static IEnumerable<JsonObject> Resources(JsonNode request) =>
        (request["prefetch"] as JsonObject ?? [])
            .Select(set => set.Value)
            .OfType<JsonObject>()
            .SelectMany(set => (set["entry"] as JsonArray)?.Select(entry => entry?["resource"]) ?? [])
            .OfType<JsonObject>();

    private static Assessment? Assess(JsonNode json)
    {
        try
        {
            using var request = HookRequest.Read(Encoding.UTF8.GetBytes(json.ToJsonString()));
            var sets = request.ReadRest(Shipped.Rules.Terminology, Shipped.Rules.KeepAll).Sets;
            var ask = new PlanQuestion(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero), new DateOnly(2026, 6, 1), new CardOptions(), () => Guid.Empty);
            return Shipped.Decide(request.Context, Shipped.Match(request.Context, ask.Now, ask.EvaluationDate), sets, ask).Assessment;
        }
        catch (HookRequestException)
        {
            // Some cases are about calls that are refused.
            return null;
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : otherwise;

    private static CompiledPlan Load()
    {
        var knowledge = KnowledgeFiles.ReadDirectory(Repository.PathOf("fhir-profiles"), new IssueList());
        return new PlanLoader(knowledge).Load("https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion").Plan!;
    }
}
