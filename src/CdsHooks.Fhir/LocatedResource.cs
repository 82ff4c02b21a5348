using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;

namespace CdsHooks.Fhir;

/// <summary>
/// A resource that knows the FHIRPath of each of its elements. The elements carry no path: the resource is walked once, when the
/// first path is needed, so that a resource without issues costs nothing.
/// </summary>
/// <param name="resource">The resource. See <see cref="KeepLocations"/> before it is changed.</param>
public sealed class LocatedResource(Resource resource)
{
    private OrderedDictionary<Base, Step>? _steps;

    /// <summary>Gets the resource.</summary>
    public Resource Resource => resource;

    private OrderedDictionary<Base, Step> Steps => _steps ??= Walk();

    /// <summary>Walks the resource now, so that elements removed later do not change the paths of the others.</summary>
    public void KeepLocations() => _steps ??= Walk();

    /// <summary>Gets the path of an element.</summary>
    /// <param name="element">An element of the resource, compared by reference; null for the resource itself.</param>
    /// <returns>
    /// A FHIRPath such as <c>PlanDefinition.action[1].extension[0].value</c>, with indexes from 0 for what repeats; the type of the
    /// resource for the resource itself, and for an element of another resource.
    /// </returns>
    public string LocationOf(Base? element)
    {
        var path = new StringBuilder(resource.TypeName);
        foreach (var step in PathTo(element).Select(part => Steps[part]))
        {
            path.Append('.').Append(step.Name);
            if (step.Index is { } index)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{index}]");
            }
        }

        return path.ToString();
    }

    /// <summary>Lists the elements along a path, down to the last one that exists.</summary>
    /// <param name="location">A FHIRPath in the form that <see cref="LocationOf"/> returns.</param>
    /// <returns>The elements, outermost first, without the resource itself.</returns>
    public IReadOnlyList<Base> Along(string location)
    {
        List<Base> path = [];
        Base? at = resource;
        foreach (var step in location.Split('.').Skip(1))
        {
            at = Child(at, step.Split('[', ']'));
            if (at is null)
            {
                break;
            }

            path.Add(at);
        }

        return path;
    }

    /// <summary>Lists the resource and all elements below it, parents first, in the order of FHIR's definitions.</summary>
    public IEnumerable<Base> Elements() => Steps.Keys.Prepend(resource);

    private static Base? Child(Base parent, string[] nameAndIndex)
    {
        parent.TryGetValue(nameAndIndex[0], out var value);
        return value switch
        {
            IReadOnlyList<Base> items when nameAndIndex.Length > 1
                && int.TryParse(nameAndIndex[1], NumberStyles.None, CultureInfo.InvariantCulture, out var index) => items.ElementAtOrDefault(index),
            _ => value as Base,
        };
    }

    private List<Base> PathTo(Base? element)
    {
        List<Base> path = [];
        for (var at = element; at is not null && Steps.TryGetValue(at, out var step); at = step.Parent)
        {
            path.Add(at);
        }

        path.Reverse();
        return path;
    }

    private OrderedDictionary<Base, Step> Walk()
    {
        OrderedDictionary<Base, Step> steps = new(ReferenceEqualityComparer.Instance);
        Add(resource, steps);
        return steps;
    }

    private static void Add(Base parent, OrderedDictionary<Base, Step> steps)
    {
        foreach (var (name, value) in parent.EnumerateElements())
        {
            if (value is Base child)
            {
                steps.TryAdd(child, new Step(parent, name, Index: null));
                Add(child, steps);
                continue;
            }

            // A malformed list can contain nulls.
            foreach (var (index, item) in ((IEnumerable<Base?>)value).Index())
            {
                if (item is not null)
                {
                    steps.TryAdd(item, new Step(parent, name, index));
                    Add(item, steps);
                }
            }
        }
    }

    private sealed record Step(Base Parent, string Name, int? Index);
}
