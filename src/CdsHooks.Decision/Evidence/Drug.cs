using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>The drug of an order or statement.</summary>
/// <param name="Codes">The value sets of the drug's own codes, or of its ingredients.</param>
/// <param name="Text">Its name as written, or null.</param>
/// <param name="IsResolved">
/// True when every drug in it is known, as a member of a class or as another drug. Otherwise it may be of any class that its text names.
/// </param>
internal readonly record struct Drug(ValueSetBits Codes, string? Text, bool IsResolved)
{
    /// <summary>Gets the names of the drug and of its unknown ingredients, in lower case, one per line.</summary>
    public string Names { get; private init; } = string.Empty;

    /// <summary>Gets a value indicating whether it is neither known nor named, so that it may be any drug.</summary>
    public bool IsNameless { get; private init; }

    /// <summary>Reads a drug: its own codes first, then its ingredients if those codes name no class.</summary>
    /// <remarks>
    /// The ingredients come second because they do not distinguish a gel from a tablet; the product's code does. Ingredient lists, the
    /// table of clinical drugs and ATC classes share one look-up, so any one of several codings is enough.
    /// </remarks>
    public static Drug Of(GuardedResource owner, DataType? medication, RecordContext context)
    {
        var concept = medication as CodeableConcept;
        var reference = medication as ResourceReference;
        var own = context.Terminology.Lookup(concept);
        var text = context.Wording(concept) ?? reference?.Display;
        List<string> names = [.. concept.Names(), .. DisplayOf(reference)];
        if (context.NamesDrugClass(own) || context.Resolve(owner, reference) is not { Resource: Medication product } resource)
        {
            return new Drug(own, text, !own.IsEmpty) { Names = Joined(names), IsNameless = own.IsEmpty && names.Count == 0 };
        }

        if (resource.Unreadable is not ElementParts.None)
        {
            return new Drug(own, text, IsResolved: false) { Names = Joined(names), IsNameless = true };
        }

        own |= context.Terminology.Lookup(product.Code);
        text ??= context.Wording(product.Code);
        names.AddRange(product.Code.Names());
        if (context.NamesDrugClass(own))
        {
            return new Drug(own, text, IsResolved: true) { Names = Joined(names) };
        }

        var isNamed = names.Count > 0;
        var (ingredients, areAllKnown, areAllNamed) = Ingredients(resource, product, context, names);
        return new Drug(own | ingredients, text, !own.IsEmpty || areAllKnown) { Names = Joined(names), IsNameless = own.IsEmpty && !areAllKnown && !isNamed && !areAllNamed };
    }

    /// <summary>Reads the active ingredients: their value sets, whether all are known, and whether all the unknown ones are named. Adds the names of the unknown ones.</summary>
    private static (ValueSetBits Codes, bool AreAllKnown, bool AreAllNamed) Ingredients(GuardedResource owner, Medication medication, RecordContext context, List<string> names)
    {
        ValueSetBits codes = default;
        var areAllKnown = true;
        var areAllNamed = true;
        foreach (var ingredient in medication.Ingredient)
        {
            // An inactive ingredient, such as the starch of a tablet, does not identify the drug.
            if (ingredient.IsActive is false)
            {
                continue;
            }

            var reference = ingredient.Item as ResourceReference;
            var part = context.Resolve(owner, reference)?.Resource as Medication;
            var known = context.Terminology.Lookup(ingredient.Item as CodeableConcept) | context.Terminology.Lookup(part?.Code);
            if (known.IsEmpty)
            {
                List<string> partNames = [.. (ingredient.Item as CodeableConcept).Names(), .. DisplayOf(reference), .. part?.Code.Names() ?? []];
                names.AddRange(partNames);
                areAllNamed &= partNames.Count > 0;
                areAllKnown = false;
            }

            codes |= known;
        }

        return codes.IsEmpty && areAllKnown ? (codes, false, false) : (codes, areAllKnown, areAllNamed);
    }

    private static IEnumerable<string> DisplayOf(ResourceReference? reference) => string.IsNullOrWhiteSpace(reference?.Display) ? [] : [reference.Display];

    private static string Joined(List<string> names) => string.Join('\n', names).ToLowerInvariant();
}
