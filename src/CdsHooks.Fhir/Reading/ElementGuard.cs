using System.Collections;
using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Reading;

/// <summary>
/// Finds the issues in the deciding elements that Firely's syntax-only mode does not report: wrong primitive types, dates that do not
/// exist, a list instead of a single element or the reverse, unknown types of a choice, nulls in lists, modifier extensions.
/// Afterwards every typed property below these elements can be read without an exception.
/// </summary>
/// <remarks>
/// Strict mode reports all of them at three times the cost. A single item instead of a list is read as a list of one, since real
/// clients send that, and nulls in a list are dropped. Anything else that is malformed is removed, and its part of the resource is
/// reported as unreadable. A primitive with extensions and no value has no value.
/// </remarks>
internal static class ElementGuard
{
    private const char Replacement = '\uFFFD';

    /// <summary>Checks the deciding elements of a resource.</summary>
    /// <param name="resource">The resource as parsed; repaired in place.</param>
    /// <returns>The parts that cannot be read.</returns>
    public static ElementParts Check(Resource resource)
    {
        var parts = HasModifier(resource) ? ElementParts.Modifier : ElementParts.None;
        parts |= Check(resource, "id", ElementParts.Whole) | Check(resource, "meta", ElementParts.None) | Check(resource, "contained", ElementParts.None);
        foreach (var (name, part) in DecidingElements.Of(resource.TypeName))
        {
            parts |= Check(resource, name, part);
        }

        return parts;
    }

    /// <summary>Checks one element and everything below it.</summary>
    /// <param name="element">The element; repaired in place.</param>
    /// <returns>True when all of it can be read.</returns>
    public static bool IsSound(Base element) => CheckBelow(element, ElementParts.Whole) is ElementParts.None;

    private static ElementParts Check(Resource resource, string name, ElementParts part) =>
        resource.TryGetValue(name, out var value) ? CheckElement(resource, name, value, part) : ElementParts.None;

    private static ElementParts CheckElement(Base owner, string name, object value, ElementParts part)
    {
        if (!TryShape(owner, name, ref value))
        {
            owner.SetValue(name, null);
            return part;
        }

        return value is Base element ? CheckOne(owner, name, element, part) : CheckList(owner, name, (IList)value, part);
    }

    private static ElementParts CheckOne(Base owner, string name, Base element, ElementParts part)
    {
        if (IsReadable(element))
        {
            return CheckBelow(element, part);
        }

        owner.SetValue(name, null);
        return part;
    }

    private static ElementParts CheckList(Base owner, string name, IList items, ElementParts part)
    {
        var found = ElementParts.None;
        for (var index = items.Count - 1; index >= 0; index--)
        {
            if (items[index] is not Base item)
            {
                items.RemoveAt(index);
            }
            else if (!IsReadable(item))
            {
                items.RemoveAt(index);
                found |= part;
            }
            else
            {
                found |= CheckBelow(item, part);
            }
        }

        if (items.Count == 0)
        {
            owner.SetValue(name, null);
        }

        return found;
    }

    private static ElementParts CheckBelow(Base element, ElementParts part)
    {
        if (element is PrimitiveType or Resource)
        {
            // A contained resource is checked when a reference to it is followed.
            return ElementParts.None;
        }

        var found = HasModifier(element) ? ElementParts.Modifier : ElementParts.None;
        var elements = element.EnumerateElements();
        foreach (var (name, value) in element.HasOverflow ? elements.ToList() : elements)
        {
            // Rules read no extension here, and the ids of elements mean nothing to them.
            if (name is not ("extension" or "id" or "modifierExtension"))
            {
                found |= CheckElement(element, name, value, Below(element, name, part));
            }
        }

        return found;
    }

    /// <summary>Gets the parts below an element: in a component, only the code belongs to <see cref="ElementParts.Code"/>.</summary>
    private static ElementParts Below(Base element, string name, ElementParts part) =>
        element is Observation.ComponentComponent && name is not "code" ? part & ~ElementParts.Code : part;

    private static bool HasModifier(Base element) => element switch
    {
        DomainResource resource => resource.TryGetValue("modifierExtension", out _) || resource.TryGetValue("implicitRules", out _),
        BackboneElement backbone => backbone.TryGetValue("modifierExtension", out _),
        BackboneType backbone => backbone.TryGetValue("modifierExtension", out _),
        _ => false,
    };

    /// <summary>Converts an element to the cardinality that FHIR defines for its name: a single element or a list.</summary>
    /// <returns>False where it has another cardinality or type. An element that FHIR does not define is left as it is.</returns>
    private static bool TryShape(Base owner, string name, ref object value)
    {
        if (!owner.HasOverflow || ModelInfo.ModelInspector.FindOrImportClassMapping(owner.GetType())?.FindMappedElementByName(name) is not { } property)
        {
            return true;
        }

        if (!property.IsCollection || value is IList)
        {
            return (property.IsCollection ? property.PropertyType : property.ImplementingType).IsInstanceOfType(value);
        }

        if (!property.ImplementingType.IsInstanceOfType(value) || ModelInfo.ModelInspector.FindOrImportClassMapping(value.GetType()) is not { } mapping)
        {
            return false;
        }

        var list = mapping.CreateList();
        list.Add(value);
        owner.SetValue(name, list);
        value = list;
        return true;
    }

    private static bool IsReadable(Base element) => element switch
    {
        DynamicPrimitive or DynamicDataType => false,
        Integer or PositiveInt or UnsignedInt => IsWhole((PrimitiveType)element),
        PrimitiveType primitive => IsReadable(primitive),
        _ => true,
    };

    private static bool IsReadable(PrimitiveType primitive) => primitive.JsonValue switch
    {
        null => true,
        bool => primitive is FhirBoolean,
        decimal or int or long => primitive is FhirDecimal,
        string text => primitive switch
        {
            FhirBoolean or FhirDecimal or Integer64 => false,
            Hl7.Fhir.Model.FhirDateTime or Date or Instant => FhirDateTime.TryParse(text, out _),
            FhirString or Markdown => true,
            _ => !text.Contains(Replacement, StringComparison.Ordinal),
        },
        _ => false,
    };

    /// <summary>True for a whole number, which can be written as <c>3.0</c>.</summary>
    private static bool IsWhole(PrimitiveType number)
    {
        if (number.JsonValue is decimal written && decimal.IsInteger(written) && written is >= int.MinValue and <= int.MaxValue)
        {
            number.JsonValue = (int)written;
        }

        return number.JsonValue is null or int;
    }
}
