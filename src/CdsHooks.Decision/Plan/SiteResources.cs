using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>
/// The resources that hold what a site changed: one Parameters with its values and texts, a ValueSet for each set of codes that it adds
/// to or takes from another one, one ConceptMap with its own codes, and one Provenance. They are told by their ids.
/// </summary>
public static class SiteResources
{
    /// <summary>The id of the Parameters and of the Provenance.</summary>
    public const string ParametersId = "site";

    /// <summary>The id of the ConceptMap.</summary>
    public const string MapId = "site-codes";

    /// <summary>The beginning of the id of each ValueSet.</summary>
    public const string ValueSetPrefix = "site-";

    /// <summary>Determines whether a resource is one of them.</summary>
    public static bool IsOwn(KnowledgeResource resource) => resource switch
    {
        { Resource: Parameters or Provenance } => resource.Id is ParametersId,
        { Resource: ConceptMap } => resource.Id is MapId,
        { Resource: ValueSet set } => resource.Id?.StartsWith(ValueSetPrefix, StringComparison.Ordinal) is true
            && (set.Named("value-set-extends") ?? set.Named("value-set-reduces")) is not null,
        _ => false,
    };

    /// <summary>Finds the site parameters of a plan.</summary>
    /// <param name="resources">The site's resources.</param>
    /// <param name="planCanonical">The canonical URL of the plan, with or without <c>|version</c>.</param>
    /// <returns>The Parameters that are for this plan, or for none in particular; null when there are none.</returns>
    public static KnowledgeResource? ParametersFor(IEnumerable<KnowledgeResource> resources, string planCanonical) => resources.FirstOrDefault(resource =>
        resource is { Resource: Parameters parameters, Id: ParametersId }
        && (parameters.Meta.Text("site-parameters-of") is not { } plan || plan.Split('|')[0].Equals(planCanonical.Split('|')[0], StringComparison.Ordinal)));
}
