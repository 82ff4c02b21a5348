using CdsHooks.Workbench;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Cli.Mutations;

/// <summary>Tests mutations one by one, each until the first run that fails. Not thread-safe.</summary>
/// <param name="source">The unchanged rules.</param>
/// <param name="runs">Runs that pass with them.</param>
/// <param name="codings">The codes of these runs.</param>
internal sealed class MutationTrial(KnowledgeSource source, IReadOnlyList<CaseRun> runs, CaseCodings codings)
{
    // Runs with the plan's defaults need no further loading of the plan, and a run that detected one mutation is likely to detect the
    // next. The order affects the speed only, not the results.
    private readonly List<int> _order =
        [.. Enumerable.Range(0, runs.Count).OrderBy(index => runs[index].SiteParameters is { Id: null, Parameters.Count: 0 } ? 0 : 1)];

    public MutationResult Try(Mutation mutation)
    {
        KnowledgeSource? changed = null;
        if (!Succeeds(() => IsLoaded(changed = source.With(mutation.Apply()))) || changed is null)
        {
            return new MutationResult(mutation, MutationOutcome.Rejected);
        }

        var affected = IsOfCodesOnly(mutation) ? codings.Affected(TerminologyOf(source), TerminologyOf(changed)) : null;
        var runner = new CasesRunner(changed, updates: false);
        var candidates = _order
            .Where(index => affected?.Contains(index) is not false)
            .OrderBy(index => Concerns(mutation, runs[index]) ? 0 : 1)
            .ToList();
        var detecting = candidates.FindIndex(index => IsDetectedBy(runner, runs[index]));
        if (detecting >= 0)
        {
            _order.Remove(candidates[detecting]);
            _order.Insert(0, candidates[detecting]);
            return new MutationResult(mutation, MutationOutcome.Detected);
        }

        return new MutationResult(mutation, AreSiteParametersLoaded(changed) ? MutationOutcome.Survived : MutationOutcome.Rejected);
    }

    /// <summary>Determines whether a run mentions the subject of a mutation: it names the criterion, or sets the parameter or the site parameters.</summary>
    private static bool Concerns(Mutation mutation, CaseRun run) =>
        run.Expected.Criteria.Any(criterion => string.Equals(criterion.Id, mutation.Subject, StringComparison.Ordinal))
        || run.SiteParameters.Parameters.Any(parameter => string.Equals(parameter.Name, mutation.Subject, StringComparison.Ordinal))
        || (run.SiteParameters.Id is { } siteParameters && string.Equals(siteParameters, mutation.Original.Id, StringComparison.Ordinal));

    private static bool IsOfCodesOnly(Mutation mutation) =>
        mutation.Original.ResourceType is "ValueSet" or "ConceptMap" && mutation.Kind is not MutationKind.OrdinalStepped;

    private static Fhir.Terminology.TerminologyIndex TerminologyOf(KnowledgeSource rules) => rules.Load(rules.Plans[0], siteParametersId: null).Rules.Terminology;

    private static bool IsLoaded(KnowledgeSource rules) => Succeeds(() => rules.Plans.All(plan => rules.Load(plan, siteParametersId: null) is not null));

    private static bool AreSiteParametersLoaded(KnowledgeSource rules) => Succeeds(() => rules.Plans.All(plan =>
        rules.SiteParametersOf(plan).All(siteParameters => rules.Load(plan, siteParameters.Id) is not null)));

    /// <summary>Determines whether a run fails; parameter values that the changed plan rejects are a failure too.</summary>
    private static bool IsDetectedBy(CasesRunner runner, CaseRun run) => !Succeeds(() => runner.Run(run).IsPassed);

    private static bool Succeeds(Func<bool> attempt)
    {
        try
        {
            return attempt();
        }
        catch (WorkbenchException)
        {
            return false;
        }
    }
}
