using CdsHooks.Cli.Cases;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;

namespace CdsHooks.Cli.Mutations;

/// <summary>Tries changes one after the other, each until the first run that fails. Not safe for two threads at once.</summary>
/// <param name="source">The rules as they stand.</param>
/// <param name="runs">Runs that pass under them.</param>
/// <param name="codings">The codes of these runs.</param>
internal sealed class MutationTrial(KnowledgeSource source, IReadOnlyList<CaseRun> runs, CaseCodings codings)
{
    // Runs under the plan's own values need no further loading of the plan; and what noticed one change likely notices the next.
    // The order makes no difference to what comes out, only to how soon.
    private readonly List<int> _order =
        [.. Enumerable.Range(0, runs.Count).OrderBy(index => runs[index].SiteParameters is { Id: null, Parameters.Count: 0 } ? 0 : 1)];

    public MutationResult Try(Mutation mutation)
    {
        KnowledgeSource? changed = null;
        if (!Succeeds(() => IsLoaded(changed = source.With(mutation.Apply()))) || changed is null)
        {
            return new MutationResult(mutation, MutationOutcome.Refused);
        }

        var touched = IsOfCodesOnly(mutation) ? codings.Touched(TerminologyOf(source), TerminologyOf(changed)) : null;
        var runner = new CasesRunner(changed, updates: false);
        var candidates = _order
            .Where(index => touched?.Contains(index) is not false)
            .OrderBy(index => Concerns(mutation, runs[index]) ? 0 : 1)
            .ToList();
        var noticing = candidates.FindIndex(index => IsNoticedBy(runner, runs[index]));
        if (noticing >= 0)
        {
            _order.Remove(candidates[noticing]);
            _order.Insert(0, candidates[noticing]);
            return new MutationResult(mutation, MutationOutcome.Noticed);
        }

        return new MutationResult(mutation, AreSiteParametersLoaded(changed) ? MutationOutcome.Survived : MutationOutcome.Refused);
    }

    /// <summary>Whether a run speaks of what is changed: it names the criterion, or sets the parameter or the profile.</summary>
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

    /// <summary>Whether the run fails; values that the changed plan no longer takes are a failure too.</summary>
    private static bool IsNoticedBy(CasesRunner runner, CaseRun run) => !Succeeds(() => runner.Run(run).IsPassed);

    private static bool Succeeds(Func<bool> attempt)
    {
        try
        {
            return attempt();
        }
        catch (CommandException)
        {
            return false;
        }
    }
}
