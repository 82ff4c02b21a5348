using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.Feedback;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Analytics;

/// <summary>Decisions and feedback to put into a store.</summary>
internal static class Seed
{
    public const string Reasons = "https://cdshooks.example.org/fhir/CodeSystem/lumbar-fusion-override-reasons";
    public const string Elsewhere = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes|action-completed";
    public const string Films = $"{Reasons}|outside-imaging";
    public const string Therapy = "http://snomed.info/sct|444831000124102";

    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A decision some days ago.</summary>
    /// <param name="number">A number of its own.</param>
    /// <param name="daysAgo">The days.</param>
    /// <param name="kind">The kind of its card; null for none.</param>
    /// <param name="row">The row.</param>
    public static DecisionRecord Decision(int number, int daysAgo, string? kind = "indicationMissing", string row = "D8") => new(
        IdOf(number, 1),
        Noon.AddDays(-daysAgo).AddMilliseconds(number),
        "lumbar-fusion-order-sign",
        "hospital",
        "https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion|1.0.0",
        "seed",
        row,
        kind,
        kind is null ? null : IdOf(number, 2).ToString("D"),
        kind is null ? [] : [new SuggestionRecord(IdOf(number, 3).ToString("D"), [Therapy])],
        [new CriterionRecord("instability", number % 3 is 0 ? "met" : "not-met", number % 3 is 0 ? "documented" : "not-documented"), new CriterionRecord("physical-therapy", "not-met", "too-short")],
        [],
        TimeSpan.FromMilliseconds(3))
    {
        RulesVersion = "abc123",
        Patient = "0123456789abcdef0123456789abcdef",
    };

    /// <summary>Says that a card was dismissed.</summary>
    /// <param name="decision">The decision with the card.</param>
    /// <param name="reason"><c>system|code</c>; null for none.</param>
    public static FeedbackRecord Dismissed(DecisionRecord decision, string? reason) => Feedback(decision, "overridden") with
    {
        ReasonSystem = reason is null ? null : reason[..reason.LastIndexOf('|')],
        ReasonCode = reason?[(reason.LastIndexOf('|') + 1)..],
    };

    /// <summary>Says that a card's suggestion was accepted.</summary>
    public static FeedbackRecord Accepted(DecisionRecord decision) => Feedback(decision, "accepted") with { Suggestions = [decision.Suggestions[0].Id] };

    public static async Task WriteAsync(ServiceApp app, IEnumerable<DecisionRecord> decisions, params IReadOnlyList<FeedbackRecord> feedback)
    {
        foreach (var some in decisions.Chunk(250))
        {
            await app.Services.GetRequiredService<DecisionLog>().WriteAsync(some, TestContext.Current.CancellationToken);
        }

        await app.Services.GetRequiredService<FeedbackLog>().WriteAsync(feedback, TestContext.Current.CancellationToken);
    }

    private static FeedbackRecord Feedback(DecisionRecord decision, string outcome) => new(
        $"{decision.Card}-{outcome}", decision.DecidedAt.AddMinutes(1), decision.Service, decision.Client, decision.Card!, outcome, decision.DecidedAt.AddMinutes(1), [], null, null, "none", null);

    private static Guid IdOf(int number, short part) => new(number + 1, part, 0, new byte[8]);
}
