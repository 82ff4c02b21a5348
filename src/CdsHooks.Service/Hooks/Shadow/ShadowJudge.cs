using System.Diagnostics.CodeAnalysis;
using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.FhirAccess;
using CdsHooks.Service.Host.Telemetry;

namespace CdsHooks.Service.Hooks.Shadow;

/// <summary>Judges the waiting calls by the shadow rules, one at a time, and hands their records on.</summary>
internal sealed partial class ShadowJudge(
    ShadowQueue queue, EvidenceFetcher fetcher, DecisionRecorder recorder, ServiceMetrics metrics, Func<Guid> nextUuid, ILogger<ShadowJudge> logger) : BackgroundService
{
    /// <summary>Records what still waits without its shadow.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        await base.StopAsync(cancellationToken);
        while (queue.Waiting.TryRead(out var call))
        {
            GiveUp(call, ShadowJson.Dropped);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && await queue.Waiting.WaitToReadAsync(stoppingToken))
        {
            while (!stoppingToken.IsCancellationRequested && queue.Waiting.TryRead(out var call))
            {
                await JudgeAsync(call);
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Rules that are only tried must not stop anything.")]
    private async Task JudgeAsync(ShadowCall call)
    {
        try
        {
            await RecordAsync(call);
            queue.Release(call);
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception.GetType().FullName, exception.StackTrace);
            GiveUp(call, ShadowJson.Failed);
        }
    }

    private async Task RecordAsync(ShadowCall call)
    {
        using var request = HookRequest.Read(call.Body.Memory, call.Client.Profile.IsSilentWithoutOrders);
        var plan = call.Service.Plan;
        var orders = plan.Match(request.Context, call.Now, call.EvaluationDate);
        var shadow = ShadowJson.NotCovered(call.Service);
        var isCovered = false;
        if (orders.Result is not CriterionResult.NotMet)
        {
            var rest = request.ReadRest(plan.Rules.Terminology, plan.Rules.KeepAll);
            if (call.Served.Options.Any(rest.TurnedOff.Contains))
            {
                return;
            }

            var sets = await fetcher.CompleteAgainAsync(rest, plan, call.Pages);
            var decision = plan.Decide(request.Context, orders, sets, new PlanQuestion(call.Now, call.EvaluationDate, call.Client.Cards, nextUuid));
            shadow = ShadowJson.Of(call.Service, decision, Lacking(call, decision));
            isCovered = decision.Row.Length > 0;
        }

        if (isCovered || call.Record.Row.Length > 0)
        {
            metrics.CountShadow("judged");
            recorder.Record(call.Record with { Shadow = shadow });
        }
    }

    /// <summary>Lists the sets that the shadow rules need and that were not fetched, because the served rules did not need them.</summary>
    private static IEnumerable<string> Lacking(ShadowCall call, PlanDecision decision) => decision.Assessment.Unread
        .Where(set => set.Outcome is RetrievalOutcome.NotRequested && (call.Record.Row.Length is 0 || !call.Served.Plan.Reads.Contains(set.Kind)))
        .Select(set => set.Key);

    private void GiveUp(ShadowCall call, string reason)
    {
        queue.Skip(call.Record, reason);
        queue.Release(call);
    }

    private static partial class Log
    {
        [LoggerMessage(2410, LogLevel.Error, "A call cannot be judged by the shadow rules: {ExceptionType} at {StackTrace}")]
        public static partial void Failed(ILogger logger, string? exceptionType, string? stackTrace);
    }
}
