using CdsHooks.Cli.Output;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Cli.Plans;

/// <summary>The rules of one folder.</summary>
internal sealed class KnowledgeSource
{
    private const string SiteParametersOfExtension = "site-parameters-of";

    // The former name of the extension, read for one more version.
    private const string FormerExtension = "site-profile-of";

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
        SiteParameters.Where(siteParameters => TargetOf(siteParameters) is not { } target || string.Equals(WithoutVersion(target), plan.Url, StringComparison.Ordinal));

    /// <summary>Finds a plan by its canonical URL or its id.</summary>
    /// <exception cref="CommandException">The plan does not exist.</exception>
    public KnowledgeResource FindPlan(string canonicalOrId)
    {
        var found = Plans.FirstOrDefault(plan => string.Equals(plan.Id, canonicalOrId, StringComparison.Ordinal))
            ?? Knowledge.Find(canonicalOrId);
        return found is { Resource: PlanDefinition }
            ? found
            : throw CommandException.UsageError($"There is no plan {canonicalOrId}. {Known("plans", Plans)}");
    }

    /// <summary>Gets the only plan.</summary>
    /// <exception cref="CommandException">The folder contains no plan, or several.</exception>
    public KnowledgeResource OnlyPlan() => Plans switch
    {
        [var plan] => plan,
        [] => throw new CommandException($"The folder {Directory} contains no PlanDefinition."),
        _ => throw CommandException.UsageError($"Choose one with --plan. {Known("plans", Plans)}"),
    };

    /// <summary>Loads a plan, which must have no errors; the result is cached.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="siteParametersId">The id of the site parameters; null for the plan's defaults.</param>
    /// <exception cref="CommandException">The site parameters do not exist, or the rules have errors.</exception>
    public CompiledPlan Load(KnowledgeResource plan, string? siteParametersId)
    {
        if (!_loaded.TryGetValue((plan.Url, siteParametersId), out var loaded))
        {
            loaded = Accept(Loader.Load(plan, siteParametersId is null ? null : FindSiteParameters(plan, siteParametersId)));
            _loaded.Add((plan.Url, siteParametersId), loaded);
        }

        return loaded;
    }

    /// <summary>Loads a plan with site parameters, which must have no errors; the result is cached by their content.</summary>
    /// <exception cref="CommandException">The rules or the site parameters have errors.</exception>
    public CompiledPlan Load(KnowledgeResource plan, KnowledgeResource siteParameters)
    {
        var key = (plan.Url, siteParameters.Resource.ToJson());
        if (!_loadedUnder.TryGetValue(key, out var loaded))
        {
            loaded = Accept(Loader.Load(plan, siteParameters));
            _loadedUnder.Add(key, loaded);
        }

        return loaded;
    }

    /// <summary>Reads a resource from outside the folder, which must have no errors.</summary>
    /// <exception cref="CommandException">The resource is malformed.</exception>
    public static KnowledgeResource Read(string file, ReadOnlyMemory<byte> json)
    {
        var issues = new IssueList();
        var resource = KnowledgeFiles.ReadOne(file, json, issues);
        return resource is not null && !issues.HasErrors ? resource : throw Unusable(issues.Issues);
    }

    /// <summary>Finds site parameters of a plan by their id.</summary>
    /// <exception cref="CommandException">The site parameters do not exist.</exception>
    public KnowledgeResource FindSiteParameters(KnowledgeResource plan, string id) =>
        SiteParametersOf(plan).FirstOrDefault(siteParameters => string.Equals(siteParameters.Id, id, StringComparison.Ordinal))
        ?? throw CommandException.UsageError($"There are no site parameters {id} for this plan. {Known("site parameters", [.. SiteParametersOf(plan)])}");

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

    private static CommandException Unusable(IReadOnlyList<KnowledgeIssue> errors)
    {
        var first = errors[0];
        var place = string.Join(' ', new[] { first.File, first.Location }.Where(part => part.Length > 0));
        return new CommandException(
            $"The rules cannot be used: {Screen.Counted(errors.Count, "error")}, the first at {place}: {first.Message} 'cdshooks check' lists them all.");
    }
}
