using CdsHooks.Cli.Output;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Cli.Plans;

/// <summary>The rules of one folder, read once.</summary>
internal sealed class KnowledgeSource
{
    private const string ProfileOfExtension = "site-profile-of";

    private readonly Dictionary<(string Plan, string? Profile), CompiledPlan> _loaded = [];
    private readonly Dictionary<(string Plan, string Profile), CompiledPlan> _loadedUnder = [];

    private KnowledgeSource(string directory, KnowledgeFiles knowledge, FaultList readFaults, PlanLoader loader)
    {
        Directory = directory;
        Knowledge = knowledge;
        ReadFaults = readFaults;
        Loader = loader;
        Plans = [.. knowledge.OfType("PlanDefinition")];
        Profiles = [.. knowledge.OfType("Parameters")];
    }

    /// <summary>Gets the folder's full path.</summary>
    public string Directory { get; }

    public KnowledgeFiles Knowledge { get; }

    /// <summary>Gets what was wrong with the files as such.</summary>
    public FaultList ReadFaults { get; }

    public PlanLoader Loader { get; }

    public IReadOnlyList<KnowledgeResource> Plans { get; }

    public IReadOnlyList<KnowledgeResource> Profiles { get; }

    public static KnowledgeSource Open(string directory)
    {
        var faults = new FaultList();
        var knowledge = KnowledgeFiles.ReadDirectory(directory, faults);
        return new KnowledgeSource(directory, knowledge, faults, new PlanLoader(knowledge));
    }

    /// <summary>The same rules with one resource changed, in memory; the value sets are shared unless the change concerns them.</summary>
    public KnowledgeSource With(KnowledgeResource changed)
    {
        var knowledge = Knowledge.With(changed);
        var loader = changed.ResourceType is "ValueSet" or "CodeSystem" or "ConceptMap" ? new PlanLoader(knowledge) : Loader;
        return new KnowledgeSource(Directory, knowledge, ReadFaults, loader);
    }

    /// <summary>Lists the site profiles made for a plan; one that names no plan is for every plan.</summary>
    public IEnumerable<KnowledgeResource> ProfilesOf(KnowledgeResource plan) =>
        Profiles.Where(profile => ProfileTarget(profile) is not { } target || string.Equals(WithoutVersion(target), plan.Url, StringComparison.Ordinal));

    /// <summary>Finds a plan by its canonical URL or its id.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public KnowledgeResource FindPlan(string canonicalOrId)
    {
        var found = Plans.FirstOrDefault(plan => string.Equals(plan.Id, canonicalOrId, StringComparison.Ordinal))
            ?? Knowledge.Find(canonicalOrId);
        return found is { Resource: PlanDefinition }
            ? found
            : throw CommandException.WrongUse($"There is no plan {canonicalOrId}. {Known("plans", Plans)}");
    }

    /// <summary>Gets the only plan.</summary>
    /// <exception cref="CommandException">There is none, or several.</exception>
    public KnowledgeResource OnlyPlan() => Plans switch
    {
        [var plan] => plan,
        [] => throw new CommandException($"There is no PlanDefinition in {Directory}."),
        _ => throw CommandException.WrongUse($"Choose one with --plan. {Known("plans", Plans)}"),
    };

    /// <summary>Loads a plan that must be in order, once.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="profileId">Id of a site profile; null for the plan's own values.</param>
    /// <exception cref="CommandException">There is no such profile, or the rules have errors.</exception>
    public CompiledPlan Load(KnowledgeResource plan, string? profileId)
    {
        if (!_loaded.TryGetValue((plan.Url, profileId), out var loaded))
        {
            loaded = Accept(Loader.Load(plan, profileId is null ? null : FindProfile(plan, profileId)));
            _loaded.Add((plan.Url, profileId), loaded);
        }

        return loaded;
    }

    /// <summary>Loads a plan under a site profile, once for each content of the profile; both must be in order.</summary>
    /// <exception cref="CommandException">The rules or the profile have errors.</exception>
    public CompiledPlan Load(KnowledgeResource plan, KnowledgeResource profile)
    {
        var key = (plan.Url, profile.Resource.ToJson());
        if (!_loadedUnder.TryGetValue(key, out var loaded))
        {
            loaded = Accept(Loader.Load(plan, profile));
            _loadedUnder.Add(key, loaded);
        }

        return loaded;
    }

    /// <summary>Reads a resource that is no part of the folder and must be in order.</summary>
    /// <exception cref="CommandException">It is malformed.</exception>
    public static KnowledgeResource Read(string file, ReadOnlyMemory<byte> json)
    {
        var faults = new FaultList();
        var resource = KnowledgeFiles.ReadOne(file, json, faults);
        return resource is not null && !faults.HasErrors ? resource : throw Unusable(faults.Faults);
    }

    /// <summary>Finds a site profile of a plan by its id.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public KnowledgeResource FindProfile(KnowledgeResource plan, string id) =>
        ProfilesOf(plan).FirstOrDefault(profile => string.Equals(profile.Id, id, StringComparison.Ordinal))
        ?? throw CommandException.WrongUse($"There is no site profile {id} for this plan. {Known("site profiles", [.. ProfilesOf(plan)])}");

    private static string? ProfileTarget(KnowledgeResource profile) =>
        profile.Resource.Meta.Text(ProfileOfExtension);

    private static string WithoutVersion(string canonical) => canonical.Split('|')[0];

    private static string Known(string what, IReadOnlyList<KnowledgeResource> resources) => resources.Count == 0
        ? $"There are no {what} in this folder."
        : $"The {what} are: {string.Join(", ", resources.Select(resource => resource.Id ?? resource.Url))}.";

    private CompiledPlan Accept(PlanLoadResult result)
    {
        var errors = ReadFaults.Faults.Concat(result.Faults).Where(fault => fault.IsError).ToList();
        return errors.Count == 0 && result.Plan is { } plan ? plan : throw Unusable(errors);
    }

    private static CommandException Unusable(IReadOnlyList<KnowledgeFault> errors)
    {
        var first = errors[0];
        var place = string.Join(' ', new[] { first.File, first.Location }.Where(part => part.Length > 0));
        return new CommandException(
            $"The rules cannot be used: {errors.Count} error{(errors.Count == 1 ? string.Empty : "s")}, the first at {place}: {first.Message} 'cdshooks check' lists them all.");
    }
}
