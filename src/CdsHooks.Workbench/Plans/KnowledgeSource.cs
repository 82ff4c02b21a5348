using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Workbench.Plans;

/// <summary>The rules of one folder. Thread-safe.</summary>
internal sealed class KnowledgeSource
{
    private const string SiteParametersOfExtension = "site-parameters-of";

    // The former name of the extension, read for one more version.
    private const string FormerExtension = "site-profile-of";

    /// <summary>The lock under which rules are loaded: getters of the FHIR types may create empty lists, and sources share resources.</summary>
    public static readonly Lock Loading = new();

    private readonly Dictionary<(string Plan, string? SiteParameters), CompiledPlan> _loaded = [];
    private readonly Dictionary<(string Plan, string SiteParameters), CompiledPlan> _loadedUnder = [];

    private KnowledgeSource(string directory, KnowledgeFiles knowledge, IssueList readIssues, PlanLoader loader)
    {
        Directory = directory;
        Knowledge = knowledge;
        ReadIssues = readIssues;
        Loader = loader;
        Plans = [.. knowledge.OfType("PlanDefinition")];
        SiteParameters = [.. knowledge.OfType("Parameters")];
    }

    /// <summary>Gets the folder's full path.</summary>
    public string Directory { get; }

    public KnowledgeFiles Knowledge { get; }

    /// <summary>Gets the issues of reading the files.</summary>
    public IssueList ReadIssues { get; }

    public PlanLoader Loader { get; }

    public IReadOnlyList<KnowledgeResource> Plans { get; }

    public IReadOnlyList<KnowledgeResource> SiteParameters { get; }

    /// <summary>Takes rules that are read already, which must have no errors.</summary>
    /// <param name="directory">The name of the rules in messages.</param>
    /// <param name="knowledge">The rules.</param>
    public static KnowledgeSource Of(string directory, KnowledgeFiles knowledge) => new(directory, knowledge, new IssueList(), new PlanLoader(knowledge));

    public static KnowledgeSource Open(string directory)
    {
        var issues = new IssueList();
        var knowledge = KnowledgeFiles.ReadDirectory(directory, issues);
        return new KnowledgeSource(directory, knowledge, issues, new PlanLoader(knowledge));
    }

    /// <summary>Returns the same rules with one resource changed, in memory; the loaded value sets are shared unless the change affects them.</summary>
    public KnowledgeSource With(KnowledgeResource changed)
    {
        var knowledge = Knowledge.With(changed);
        var loader = changed.ResourceType is "ValueSet" or "CodeSystem" or "ConceptMap" ? new PlanLoader(knowledge) : Loader;
        return new KnowledgeSource(Directory, knowledge, ReadIssues, loader);
    }

    /// <summary>Lists the site parameters for a plan; those that name no plan apply to every plan.</summary>
    public IEnumerable<KnowledgeResource> SiteParametersOf(KnowledgeResource plan) =>
        SiteParameters.Where(siteParameters => AreFor(siteParameters, plan));

    /// <summary>Determines whether site parameters are for a plan; those that name no plan are for every plan.</summary>
    public static bool AreFor(KnowledgeResource siteParameters, KnowledgeResource plan) =>
        TargetOf(siteParameters) is not { } target || string.Equals(WithoutVersion(target), plan.Url, StringComparison.Ordinal);

    /// <summary>Finds a plan by its canonical URL or its id.</summary>
    /// <exception cref="WorkbenchException">The plan does not exist.</exception>
    public KnowledgeResource FindPlan(string canonicalOrId)
    {
        var found = Plans.FirstOrDefault(plan => string.Equals(plan.Id, canonicalOrId, StringComparison.Ordinal))
            ?? Knowledge.Find(canonicalOrId);
        return found is { Resource: PlanDefinition }
            ? found
            : throw new InvalidInputException($"There is no plan {canonicalOrId}. {Known("plans", Plans)}");
    }

    /// <summary>Gets the only plan.</summary>
    /// <param name="advice">A sentence that tells how one of several plans is chosen.</param>
    /// <exception cref="WorkbenchException">The folder contains no plan, or several.</exception>
    public KnowledgeResource OnlyPlan(string advice = "Choose one.") => Plans switch
    {
        [var plan] => plan,
        [] => throw new UnusableRulesException($"The folder {Directory} contains no PlanDefinition.", []),
        _ => throw new InvalidInputException($"{advice} {Known("plans", Plans)}"),
    };

    /// <summary>Loads a plan, which must have no errors; the result is cached.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="siteParametersId">The id of the site parameters; null for the plan's defaults.</param>
    /// <exception cref="WorkbenchException">The site parameters do not exist, or the rules have errors.</exception>
    public CompiledPlan Load(KnowledgeResource plan, string? siteParametersId)
    {
        lock (Loading)
        {
            if (!_loaded.TryGetValue((plan.Url, siteParametersId), out var loaded))
            {
                loaded = Accept(Loader.Load(plan, siteParametersId is null ? null : FindSiteParameters(plan, siteParametersId)));
                _loaded.Add((plan.Url, siteParametersId), loaded);
            }

            return loaded;
        }
    }

    /// <summary>Loads a plan with site parameters, which must have no errors; the result is cached by their content.</summary>
    /// <exception cref="WorkbenchException">The rules or the site parameters have errors.</exception>
    public CompiledPlan Load(KnowledgeResource plan, KnowledgeResource siteParameters)
    {
        lock (Loading)
        {
            var key = (plan.Url, siteParameters.Resource.ToJson());
            if (!_loadedUnder.TryGetValue(key, out var loaded))
            {
                loaded = Accept(Loader.Load(plan, siteParameters));
                _loadedUnder.Add(key, loaded);
            }

            return loaded;
        }
    }

    /// <summary>Reads a resource from outside the folder, which must have no errors.</summary>
    /// <exception cref="WorkbenchException">The resource is malformed.</exception>
    public static KnowledgeResource Read(string file, ReadOnlyMemory<byte> json)
    {
        var issues = new IssueList();
        var resource = KnowledgeFiles.ReadOne(file, json, issues);
        return resource is not null && !issues.HasErrors ? resource : throw Unusable(issues.Issues);
    }

    /// <summary>Finds site parameters of a plan by their id.</summary>
    /// <exception cref="WorkbenchException">The site parameters do not exist.</exception>
    public KnowledgeResource FindSiteParameters(KnowledgeResource plan, string id) =>
        SiteParametersOf(plan).FirstOrDefault(siteParameters => string.Equals(siteParameters.Id, id, StringComparison.Ordinal))
        ?? throw new InvalidInputException($"There are no site parameters {id} for this plan. {Known("site parameters", [.. SiteParametersOf(plan)])}");

    private static string? TargetOf(KnowledgeResource siteParameters) =>
        siteParameters.Resource.Meta.Text(SiteParametersOfExtension) ?? siteParameters.Resource.Meta.Text(FormerExtension);

    private static string WithoutVersion(string canonical) => canonical.Split('|')[0];

    private static string Known(string what, IReadOnlyList<KnowledgeResource> resources) => resources.Count == 0
        ? $"There are no {what} in this folder."
        : $"The {what} are: {string.Join(", ", resources.Select(resource => resource.Id ?? resource.Url))}.";

    private CompiledPlan Accept(PlanLoadResult result)
    {
        var errors = ReadIssues.Issues.Concat(result.Issues).Where(issue => issue.IsError).ToList();
        return errors.Count == 0 && result.Plan is { } plan ? plan : throw Unusable(errors);
    }

    private static UnusableRulesException Unusable(IReadOnlyList<KnowledgeIssue> errors)
    {
        var first = errors[0];
        var place = string.Join(' ', new[] { first.File, first.Location }.Where(part => part.Length > 0));
        return new UnusableRulesException($"The rules cannot be used: {Wording.Counted(errors.Count, "error")}, the first at {place}: {first.Message}", errors);
    }
}
