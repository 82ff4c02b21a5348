using System.Text.RegularExpressions;
using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Check;

/// <summary>Finds artifacts that are declared but never used, and extensions of this project that are not defined.</summary>
internal sealed partial class UsageCheck(KnowledgeSource source)
{
    public static IEnumerable<CheckFinding> Run(KnowledgeSource source)
    {
        var check = new UsageCheck(source);
        return
        [
            .. source.Plans.SelectMany(Parameters),
            .. check.ValueSets(),
            .. check.Activities(),
            .. check.Extensions(),
        ];
    }

    private static IEnumerable<CheckFinding> Parameters(KnowledgeResource plan)
    {
        var deciding = plan.Located.Elements().OfType<Extension>()
            .Select(extension => (extension.Value as Id)?.Value)
            .ToHashSet(StringComparer.Ordinal);
        var mentioned = Texts(plan)
            .SelectMany(text => Insert().Matches(text))
            .Select(insert => insert.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var declaration in ((PlanDefinition)plan.Resource).Contained.OfType<Library>().SelectMany(library => library.Parameter))
        {
            if (declaration.Name is { } name && !deciding.Contains(name))
            {
                yield return new CheckFinding(
                    Severity.Warning,
                    plan.File,
                    plan.Located.LocationOf(declaration),
                    mentioned.Contains(name)
                        ? $"The parameter {name} occurs in texts only: setting it changes no result."
                        : $"The parameter {name} is not used.");
            }
        }
    }

    private IEnumerable<CheckFinding> ValueSets()
    {
        var valueSets = source.Knowledge.OfType("ValueSet").ToDictionary(resource => resource.File, StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<KnowledgeResource>(source.Knowledge.Resources.Where(resource =>
            resource.Resource is PlanDefinition or ActivityDefinition));
        while (open.TryPop(out var resource))
        {
            foreach (var text in Texts(resource).Where(IsCanonical))
            {
                if (source.Knowledge.Find(text.Split('|')[0]) is { Resource: ValueSet } named && reached.Add(named.File))
                {
                    open.Push(named);
                }
            }

            // A value set that extends or reduces another one is read with it, although nothing references it.
            foreach (var adding in valueSets.Values.Where(candidate => Changes(candidate, resource) && !reached.Contains(candidate.File)))
            {
                reached.Add(adding.File);
                open.Push(adding);
            }
        }

        var asked = source.Knowledge.OfType("StructureDefinition")
            .SelectMany(RecordProfileCheck.BoundSets)
            .Select(canonical => canonical.Value)
            .ToHashSet(StringComparer.Ordinal);
        return valueSets.Values
            .Where(valueSet => !reached.Contains(valueSet.File) && !asked.Contains(valueSet.Url))
            .Select(valueSet => new CheckFinding(Severity.Note, valueSet.File, "ValueSet", "No plan reads this value set."));
    }

    private IEnumerable<CheckFinding> Activities()
    {
        var named = source.Plans.SelectMany(Texts).Select(text => text.Split('|')[0]).ToHashSet(StringComparer.Ordinal);
        return source.Knowledge.OfType("ActivityDefinition")
            .Where(activity => !named.Contains(activity.Url))
            .Select(activity => new CheckFinding(Severity.Note, activity.File, "ActivityDefinition", "No card suggests this activity."));
    }

    private IEnumerable<CheckFinding> Extensions()
    {
        var defined = source.Knowledge.OfType("StructureDefinition").Where(structure => !RecordProfileCheck.IsRecordProfile(structure)).Select(resource => resource.Url).ToHashSet(StringComparer.Ordinal);
        return source.Knowledge.Resources
            .SelectMany(resource => resource.Located.Elements().OfType<Extension>().Select(extension => (Resource: resource, Extension: extension, Url: extension.Url ?? string.Empty)))
            .Where(use => use.Url.StartsWith(PlanExtensions.ExtensionBase, StringComparison.Ordinal) && !defined.Contains(use.Url))
            .DistinctBy(use => use.Url, StringComparer.Ordinal)
            .Select(use => new CheckFinding(
                Severity.Warning,
                use.Resource.File,
                use.Resource.Located.LocationOf(use.Extension),
                $"No StructureDefinition in this folder defines the extension {use.Url[PlanExtensions.ExtensionBase.Length..]} (first used here)."));
    }

    private static IEnumerable<string> Texts(KnowledgeResource resource) =>
        resource.Located.Elements().Select(element => (element as PrimitiveType)?.JsonValue as string).OfType<string>();

    private static bool IsCanonical(string text) => text.StartsWith("http", StringComparison.Ordinal) || text.StartsWith("urn:", StringComparison.Ordinal);

    private static bool Changes(KnowledgeResource candidate, KnowledgeResource valueSet) =>
        valueSet.Resource is ValueSet
        && ((ValueSet)candidate.Resource).AllNamed("value-set-extends").Any(extension =>
            string.Equals(extension.Value.AsText()?.Split('|')[0], valueSet.Url, StringComparison.Ordinal));

    [GeneratedRegex(@"\{(?<name>[^{}:]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Insert();
}
