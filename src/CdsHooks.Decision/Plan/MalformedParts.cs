using System.Collections;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>
/// Takes out of a malformed resource what the typed properties of Firely's model throw on, so that the rest of it can be read and
/// its other issues found. What is taken out has been reported.
/// </summary>
internal static class MalformedParts
{
    /// <summary>Makes every typed property of an element, and of all below it, readable.</summary>
    public static void TakeOutOf(Base element)
    {
        var properties = ModelInfo.ModelInspector.FindOrImportClassMapping(element.GetType());
        foreach (var (name, value) in element.EnumerateElements().ToList())
        {
            if (properties?.FindMappedElementByName(name) is { } property
                && (property.IsCollection ? value is not IList : !property.ImplementingType.IsInstanceOfType(value)))
            {
                // A list where FHIR has one item, one item where it has a list, or an item of another type.
                element.SetValue(name, value: null);
                continue;
            }

            if (value is Base child)
            {
                TakeOutOf(child);
            }
            else if (value is IList list)
            {
                TakeOutOfList(list);
            }
        }

        if (element is PrimitiveType { JsonValue: { } json } primitive && !primitive.HasValidValue() && !(json is string && IsText(primitive)))
        {
            primitive.JsonValue = null;
        }
    }

    private static void TakeOutOfList(IList list)
    {
        for (var index = list.Count - 1; index >= 0; index--)
        {
            if (list[index] is Base item)
            {
                TakeOutOf(item);
            }
            else
            {
                list.RemoveAt(index);
            }
        }
    }

    /// <summary>Whether the typed value is the text as it was sent, well written or not; an enum's is a word of its list.</summary>
    private static bool IsText(PrimitiveType primitive) => primitive is IValue<string> && !primitive.GetType().IsGenericType;
}
