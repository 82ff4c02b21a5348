using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Intake;
using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;
using CdsHooks.Workbench.Replay;

namespace CdsHooks.Workbench.Cases;

/// <summary>Decides about golden cases as the service does, on the day that each case names. Thread-safe.</summary>
/// <param name="source">The rules.</param>
/// <param name="siteParameters">The site parameters of cases that name none; null for the plans' defaults.</param>
internal sealed class CaseJudge(KnowledgeSource source, KnowledgeResource? siteParameters = null)
{
    /// <summary>Decides about a case with its own parameters, which override those of the site.</summary>
    /// <exception cref="WorkbenchException">The case's request is not valid, or the rules have errors.</exception>
    public JudgedCase Judge(CaseRun run) => Judge(run, run.SiteParameters);

    /// <summary>Decides about a case with other parameters than its own.</summary>
    /// <exception cref="WorkbenchException">The case's request is not valid, or the rules have errors.</exception>
    public JudgedCase Judge(CaseRun run, CaseParameters parameters)
    {
        using var request = RequestFile.Guarded(run.Shown, () => HookRequest.Read(run.Request));
        var plan = parameters.Load(source, PlanChoice.For(source, planName: null, siteParametersId: null, request), siteParameters, run.Name);
        return new JudgedCase(plan, Replay(run, plan, request));
    }

    /// <summary>Decides about a case with a loaded plan, whatever parameters the case names.</summary>
    /// <exception cref="WorkbenchException">The case's request is not valid.</exception>
    public static ReplayedCall Judge(CaseRun run, CompiledPlan plan)
    {
        using var request = RequestFile.Guarded(run.Shown, () => HookRequest.Read(run.Request));
        return Replay(run, plan, request);
    }

    private static ReplayedCall Replay(CaseRun run, CompiledPlan plan, HookRequest request)
    {
        var now = new DateTimeOffset(run.Expected.Today, new TimeOnly(12, 0), TimeSpan.Zero);
        var question = new PlanQuestion(now, EvaluationDate: null, new CardOptions(), new SequentialUuids().Next);
        return RequestFile.Guarded(run.Shown, () => ReplayedCall.Of(plan, request, question));
    }
}

/// <summary>The decision about a case.</summary>
/// <param name="Plan">The plan that decided.</param>
/// <param name="Call">The decision.</param>
internal sealed record JudgedCase(CompiledPlan Plan, ReplayedCall Call);
