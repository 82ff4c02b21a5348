using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>What an order or statement says of its drug.</summary>
/// <param name="Codes">The value sets of the drug: of its own codes, or of its ingredients.</param>
/// <param name="Text">Its name as written, or null.</param>
/// <param name="IsResolved">
/// Whether every drug in it is known: to a class, or as another drug. One that is not may be of any class.
/// </param>
internal readonly record struct Drug(ValueSetBits Codes, string? Text, bool IsResolved)
{
    /// <summary>Reads a drug: its own codes first; its ingredients where those name no class.</summary>
    /// <remarks>
    /// The ingredients come second because they do not tell a gel from a tablet, which the product's code does. Ingredient lists, the
    /// table of clinical drugs and ATC classes answer one look-up, so that any coding of several decides.
    /// </remarks>
    public static Drug Of(GuardedResource owner, DataType? medication, RecordContext context)
    {
        var concept = medication as CodeableConcept;
        var reference = medication as ResourceReference;
        var own = context.Terminology.Lookup(concept);
        var text = concept.Wording() ?? reference?.Display;
        if (context.NamesDrugClass(own) || context.Resolve(owner, reference) is not { Resource: Medication product } resource)
        {
            return new Drug(own, text, !own.IsEmpty);
        }

        if (resource.Unreadable is not ElementParts.None)
        {
            return new Drug(own, text, IsResolved: false);
        }

        own |= context.Terminology.Lookup(product.Code);
        text ??= product.Code.Wording();
        if (context.NamesDrugClass(own))
        {
            return new Drug(own, text, IsResolved: true);
        }

        var ingredients = Ingredients(resource, product, context, out var areAllKnown);
        return new Drug(own | ingredients, text, !own.IsEmpty || areAllKnown);
    }

    private static ValueSetBits Ingredients(GuardedResource owner, Medication medication, RecordContext context, out bool areAllKnown)
    {
        ValueSetBits codes = default;
        areAllKnown = true;
        foreach (var ingredient in medication.Ingredient)
        {
            // The tablet's starch says nothing of the drug.
            if (ingredient.IsActive is false)
            {
                continue;
            }

            var known = context.Terminology.Lookup(ingredient.Item as CodeableConcept);
            if (context.Resolve(owner, ingredient.Item as ResourceReference) is { Resource: Medication part })
            {
                known |= context.Terminology.Lookup(part.Code);
            }

            areAllKnown &= !known.IsEmpty;
            codes |= known;
        }

        areAllKnown &= !codes.IsEmpty;
        return codes;
    }
}
