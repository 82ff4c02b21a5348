using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;
using CdsHooks.Fhir.Terminology;

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
    public static Drug Of(CodeableConcept inPlace, Reference reference, RecordContext context)
    {
        var own = context.Terminology.Lookup(inPlace);
        var text = inPlace.Wording ?? reference.Display;
        if (context.NamesDrugClass(own) || context.Resolve(reference) is not { ResourceType: "Medication" } resource)
        {
            return new Drug(own, text, !own.IsEmpty);
        }

        var medication = new Medication(resource);
        own |= context.Terminology.Lookup(medication.Code);
        text ??= medication.Code.Wording;
        if (context.NamesDrugClass(own))
        {
            return new Drug(own, text, IsResolved: true);
        }

        var ingredients = Ingredients(medication, context, out var areAllKnown);
        return new Drug(own | ingredients, text, !own.IsEmpty || areAllKnown);
    }

    private static ValueSetBits Ingredients(Medication medication, RecordContext context, out bool areAllKnown)
    {
        ValueSetBits codes = default;
        areAllKnown = true;
        foreach (var ingredient in medication.Ingredients)
        {
            // The tablet's starch says nothing of the drug.
            if (ingredient.IsActive is false)
            {
                continue;
            }

            var known = context.Terminology.Lookup(ingredient.Item);
            if (context.Resolve(ingredient.ItemReference) is { ResourceType: "Medication" } part)
            {
                known |= context.Terminology.Lookup(new Medication(part).Code);
            }

            areAllKnown &= !known.IsEmpty;
            codes |= known;
        }

        areAllKnown &= !codes.IsEmpty;
        return codes;
    }
}
