using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Workbench.Tuning;

/// <summary>Writes what a site changes as FHIR resources, one file each (<see cref="SiteResources"/>).</summary>
/// <param name="change">The change: everything that the site sets, not only what is new.</param>
/// <param name="declared">The parameters of the plan, for the types of the values.</param>
internal sealed class SiteFiles(SiteChange change, ParameterSet declared)
{
    private const int LongestId = 64;
    private const string Publisher = "The site";

    private readonly string _base = change.PlanUrl.Split("PlanDefinition/")[0];

    /// <summary>Writes the files of a change.</summary>
    /// <returns>The names with the JSON, UTF-8: the same for the same change.</returns>
    public static IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> Write(SiteChange change, ParameterSet declared) =>
        [.. new SiteFiles(change, declared).Resources().Select(resource => ($"{resource.TypeName}-{resource.Id}.json", Serialize(resource)))];

    private List<Resource> Resources()
    {
        List<Resource> resources =
        [
            ParametersOf(),
            .. ValueSets(change.Tuning.Added, "added", "value-set-extends", "Codes that the site adds to it."),
            .. ValueSets(change.Tuning.Removed, "removed", "value-set-reduces", "Codes that the site takes from it."),
        ];
        if (change.Tuning.Mappings.Count > 0)
        {
            resources.Add(Map());
        }

        resources.Add(ProvenanceOf(resources));
        return resources;
    }

    private Parameters ParametersOf()
    {
        var parameters = new Parameters { Id = SiteResources.ParametersId, Meta = new Meta() };
        parameters.Meta.Extension.Add(new Extension(PlanExtensions.ExtensionBase + "site-parameters-of", new Canonical(change.PlanUrl)));
        parameters.Meta.Extension.Add(new Extension(PlanExtensions.ExtensionBase + "site-parameters-title", new FhirString("What the site sets")));
        foreach (var parameter in declared.All)
        {
            if (change.Tuning.Values.TryGetValue(parameter.Name, out var value))
            {
                parameters.Parameter.AddRange(TypedValue.Of(parameter.Type, value).Select(typed => new Parameters.ParameterComponent { Name = parameter.Name, Value = typed }));
            }
        }

        parameters.Parameter.AddRange(change.Tuning.Texts.Select(text => new Parameters.ParameterComponent
        {
            Name = SiteTexts.EntryName,
            Part =
            [
                new Parameters.ParameterComponent { Name = SiteTexts.ActionPart, Value = new Id(text.ActionId) },
                new Parameters.ParameterComponent { Name = SiteTexts.PlanPart, Value = new FhirString(text.Plan) },
                new Parameters.ParameterComponent { Name = SiteTexts.SitePart, Value = new FhirString(text.Site) },
            ],
        }));
        return parameters;
    }

    private IEnumerable<ValueSet> ValueSets(IReadOnlyList<SiteCode> codes, string ending, string extension, string description)
    {
        foreach (var set in codes.GroupBy(code => code.ValueSet, StringComparer.Ordinal).OrderBy(set => set.Key, StringComparer.Ordinal))
        {
            var id = IdOf(set.Key, ending);
            yield return new ValueSet
            {
                Id = id,
                Extension = [new Extension(PlanExtensions.ExtensionBase + extension, new Canonical(set.Key))],
                Url = $"{_base}ValueSet/{id}",
                Name = NameOf(id),
                Status = PublicationStatus.Active,
                Date = Day,
                Publisher = Publisher,
                Description = description,
                Compose = new ValueSet.ComposeComponent
                {
                    Include =
                    [
                        .. set.GroupBy(code => code.System, StringComparer.Ordinal).OrderBy(system => system.Key, StringComparer.Ordinal).Select(system => new ValueSet.ConceptSetComponent
                        {
                            System = system.Key,
                            Concept = [.. system.OrderBy(code => code.Code, StringComparer.Ordinal).Select(code => new ValueSet.ConceptReferenceComponent { Code = code.Code, Display = code.Display })],
                        }),
                    ],
                },
            };
        }
    }

    private ConceptMap Map() => new()
    {
        Id = SiteResources.MapId,
        Url = $"{_base}ConceptMap/{SiteResources.MapId}",
        Name = NameOf(SiteResources.MapId),
        Status = PublicationStatus.Active,
        Date = Day,
        Publisher = Publisher,
        Description = "The site's own codes, each with the code of the rules that it means.",
        Group =
        [
            .. change.Tuning.Mappings
                .GroupBy(mapping => (mapping.System, mapping.TargetSystem))
                .OrderBy(group => group.Key)
                .Select(group => new ConceptMap.GroupComponent
                {
                    Source = group.Key.System,
                    Target = group.Key.TargetSystem,
                    Element = [.. group.GroupBy(mapping => mapping.Code, StringComparer.Ordinal).OrderBy(code => code.Key, StringComparer.Ordinal).Select(ElementOf)],
                }),
        ],
    };

    private static ConceptMap.SourceElementComponent ElementOf(IGrouping<string, SiteMapping> mappings) => new()
    {
        Code = mappings.Key,
        Display = mappings.Select(mapping => mapping.Display).FirstOrDefault(display => display is not null),
        Target =
        [
            .. mappings.OrderBy(mapping => mapping.TargetCode, StringComparer.Ordinal).Select(mapping => new ConceptMap.TargetElementComponent
            {
                Code = mapping.TargetCode,
                Display = mapping.TargetDisplay,
                Equivalence = ConceptMapEquivalence.Wider,
            }),
        ],
    };

    private Provenance ProvenanceOf(IEnumerable<Resource> targets) => new()
    {
        Id = SiteResources.ParametersId,
        Target = [.. targets.Select(target => new ResourceReference($"{target.TypeName}/{target.Id}"))],
        Occurred = change.Note is { From: null, Until: null } ? null : new Period { Start = DayOf(change.Note.From), End = DayOf(change.Note.Until) },
        Recorded = change.Note.Recorded,
        Reason = [new CodeableConcept { Text = change.Note.Reason }],
        Activity = new CodeableConcept("http://terminology.hl7.org/CodeSystem/v3-DataOperation", "UPDATE"),
        Agent =
        [
            new Provenance.AgentComponent
            {
                Type = new CodeableConcept("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "author"),
                Who = new ResourceReference { Display = change.Note.Author },
            },
        ],
    };

    private string Day => change.Note.Recorded.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? DayOf(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Makes the id of a value set: that of the set it changes, cut with a hash where it would be too long.</summary>
    private static string IdOf(string canonical, string ending)
    {
        var id = $"{SiteResources.ValueSetPrefix}{canonical.Split('/')[^1]}-{ending}";
        return id.Length <= LongestId
            ? id
            : $"{id[..(LongestId - ending.Length - 10)]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)).AsSpan(0, 4))}-{ending}";
    }

    private static string NameOf(string id) => string.Concat(id.Split('-', '.').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static ReadOnlyMemory<byte> Serialize(Resource resource) =>
        Encoding.UTF8.GetBytes(JsonText.Write(writer => FhirJsonSerializer.Default.Serialize(resource, writer)) + "\n");
}
