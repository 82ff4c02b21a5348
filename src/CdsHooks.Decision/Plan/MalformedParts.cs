using System.Collections;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>
/// Removes from a malformed resource the elements on which the typed properties of Firely's model throw, so that the rest can be
/// read and its other issues found. The removed elements have been reported.
/// </summary>
internal static class MalformedParts
{
    /// <summary>Makes every typed property of an element and of those below it readable.</summary>
    public static void RemoveFrom(Base element)
    {
        var properties = ModelInfo.ModelInspector.FindOrImportClassMapping(element.GetType());
        foreach (var (name, value) in element.EnumerateElements().ToList())
        {
            if (properties?.FindMappedElementByName(name) is { } property
                && (property.IsCollection ? value is not IList : !property.ImplementingType.IsInstanceOfType(value)))
            {
                // A list where FHIR has a single item, a single item where it has a list, or an item of another type.
                element.SetValue(name, value: null);
                continue;
            }

            if (value is Base child)
            {
                RemoveFrom(child);
            }
            else if (value is IList list)
            {
                RemoveFromList(list);
            }
        }

        if (element is PrimitiveType { JsonValue: { } json } primitive && !primitive.HasValidValue() && !(json is string && IsText(primitive)))
        {
            primitive.JsonValue = null;
        }
    }

    private static void RemoveFromList(IList list)
    {
        for (var index = list.Count - 1; index >= 0; index--)
        {
            if (list[index] is Base item)
            {
                RemoveFrom(item);
            }
            else
            {
                list.RemoveAt(index);
            }
        }
    }

    /// <summary>True when the typed value is the text as written, valid or not; that of an enum is a member of its list.</summary>
    private static bool IsText(PrimitiveType primitive) => primitive is IValue<string> && !primitive.GetType().IsGenericType;
}
