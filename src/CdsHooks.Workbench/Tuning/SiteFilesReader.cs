using System.Globalization;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Tuning;

/// <summary>Reads what a site has changed from its FHIR resources, so that the next change starts from it.</summary>
internal sealed class SiteFilesReader
{
    private readonly List<string> _unreadable = [];
    private readonly List<SiteCode> _added = [];
    private readonly List<SiteCode> _removed = [];
    private readonly List<SiteMapping> _mappings = [];
    private readonly List<SiteText> _texts = [];
    private readonly SortedDictionary<string, ParameterValue> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the tuning that is in force.</summary>
    /// <param name="resources">The resources of the rules in force, or those of one version of the site.</param>
    /// <param name="parameters">The site parameters in force; null for none.</param>
    /// <param name="declared">The parameters of the plan.</param>
    /// <returns>The tuning, and the names of the files with something that cannot be kept when the tuning is written anew.</returns>
    public static (SiteTuning Tuning, IReadOnlyList<string> Unreadable) Read(IEnumerable<KnowledgeResource> resources, KnowledgeResource? parameters, ParameterSet declared)
    {
        var reader = new SiteFilesReader();
        if (parameters is not null)
        {
            reader.ReadParameters(parameters, declared);
        }

        foreach (var resource in resources.Where(SiteResources.IsOwn))
        {
            reader.ReadOne(resource);
        }

        return (new SiteTuning { Values = reader._values, Added = reader._added, Removed = reader._removed, Mappings = reader._mappings, Texts = reader._texts }, reader._unreadable);
    }

    /// <summary>Reads the author, the reason and the dates of a version; null where it has no Provenance.</summary>
    public static ChangeNote? ReadNote(IEnumerable<KnowledgeResource> resources)
    {
        var provenance = resources.Select(resource => resource.Resource).OfType<Provenance>().FirstOrDefault();
        var period = provenance?.Occurred as Period;
        return provenance is null
            ? null
            : new ChangeNote(
                provenance.Agent.FirstOrDefault()?.Who?.Display ?? string.Empty,
                provenance.Reason.FirstOrDefault()?.Text ?? string.Empty,
                provenance.Recorded ?? default,
                DayOf(period?.Start),
                DayOf(period?.End));
    }

    private static DateOnly? DayOf(string? day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : null;

    private void ReadParameters(KnowledgeResource resource, ParameterSet declared)
    {
        foreach (var entries in ((Parameters)resource.Resource).Parameter.GroupBy(entry => entry.Name ?? string.Empty, StringComparer.Ordinal))
        {
            if (entries.Key is SiteTexts.EntryName)
            {
                _texts.AddRange(entries.Select(SiteTexts.Read).OfType<(string ActionId, string Plan, DataType Site)>().Select(text => new SiteText(text.ActionId, text.Plan, text.Site.AsText()!)));
            }
            else if (declared.Find(entries.Key) is { } parameter && TypedValue.Read(parameter.Type, [.. entries.Select(entry => entry.Value)]) is { } value)
            {
                if (!TypedValue.AreSame(parameter.Type, value, parameter.Default))
                {
                    _values[parameter.Name] = value;
                }
            }
            else
            {
                _unreadable.Add(resource.File);
            }
        }
    }

    private void ReadOne(KnowledgeResource resource)
    {
        if (resource.Resource is ValueSet set)
        {
            var isAdded = set.Named("value-set-extends") is not null;
            var canonical = (set.Text("value-set-extends") ?? set.Text("value-set-reduces") ?? string.Empty).Split('|')[0];
            (isAdded ? _added : _removed).AddRange((set.Compose?.Include ?? []).SelectMany(include => include.Concept.Select(concept => new SiteCode(canonical, include.System ?? string.Empty, concept.Code ?? string.Empty, concept.Display))));
            if (set.Compose is not { Exclude.Count: 0 } compose || compose.Include.Exists(include => include.Filter.Count > 0 || include.ValueSetElement.Count > 0 || include.Concept.Count == 0))
            {
                _unreadable.Add(resource.File);
            }
        }
        else if (resource.Resource is ConceptMap map)
        {
            _mappings.AddRange(
                from gathered in map.Group
                from element in gathered.Element
                from target in element.Target
                select new SiteMapping(gathered.Source ?? string.Empty, element.Code ?? string.Empty, element.Display, gathered.Target ?? string.Empty, target.Code ?? string.Empty, target.Display));
        }
    }
}
