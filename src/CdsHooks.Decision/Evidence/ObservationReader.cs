using System.Globalization;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>Reads Observations with their components.</summary>
internal static class ObservationReader
{
    public static EvidenceRecord Read(
        GuardedResource resource, Observation observation, RecordContext context, ContainedIn? container = null)
    {
        var own = context.Read(observation.Code);
        var isWhole = observation.Value is null && !HasPartWithValue(resource, observation, context);
        List<MeasuredValue> measured = [Measure(
            own.Value,
            observation.Value,
            observation.Interpretation,
            (observation.DataAbsentReason is not null, isWhole),
            context)];
        foreach (var component in observation.Component)
        {
            measured.Add(Measure(
                context.Terminology.Lookup(component.Code),
                component.Value,
                component.Interpretation,
                (component.DataAbsentReason is not null, component.Value is null),
                context));
        }

        var all = own.Value;
        ValueSetBits values = default;
        foreach (var value in measured)
        {
            all |= value.Codes;
            values |= value.Values | value.Interpretations;
        }

        var hasRole = false;
        ValueSetBits roles = default;
        foreach (var performer in observation.Performer)
        {
            roles |= context.Roles(resource, performer, ref hasRole);
        }

        var status = StatusTable.Read(EvidenceKind.Observation, observation.StatusElement);
        return new ObservationRecord
        {
            Kind = EvidenceKind.Observation,
            Reference = container?.Reference ?? RecordContext.ReferenceTo(resource.Resource),
            Wording = context.Wording(observation.Code),
            Code = RecordContext.Guarded(own.IsStated || !all.IsEmpty ? Stated.Of(all) : own, resource, ElementParts.Code),
            Values = values,
            Performers = new Performers(roles, hasRole, observation.Performer.Count > 0),
            Site = RecordContext.Guarded(context.ReadSites([observation.BodySite], out var levels), resource, ElementParts.Site),
            Levels = levels,
            SiteText = context.Wording(observation.BodySite) ?? string.Empty,
            Start = context.Date(observation.Effective.LastDate() ?? observation.IssuedElement.AsDate()) ?? container?.Date,
            Measured = measured,
            Status = status,
            Unreadable = resource.Unreadable,
            EvidenceStatus = Within(container, RecordContext.Checked(resource, StatusTable.OfObservation(status.Value))),
        };
    }

    /// <summary>Determines whether the value is in a component whose code is known, or in members that were all received.</summary>
    private static bool HasPartWithValue(GuardedResource resource, Observation observation, RecordContext context) =>
        observation.Component.Exists(component => component.Value is not null && !context.Terminology.Lookup(component.Code).IsEmpty)
        || (observation.HasMember.Count > 0 && observation.HasMember.TrueForAll(member => context.IsAvailable(resource, member)));

    /// <summary>Gets the evidence status. A value in a report that cannot be relied on cannot be relied on either.</summary>
    private static EvidenceStatus Within(ContainedIn? container, EvidenceStatus own) =>
        container?.EvidenceStatus is EvidenceStatus.Unclear or EvidenceStatus.Unusable && own is not EvidenceStatus.Excluded ? container.EvidenceStatus : own;

    private static MeasuredValue Measure(
        ValueSetBits codes, DataType? value, List<CodeableConcept> interpretations, (bool IsWithheld, bool IsAbsent) state, RecordContext context)
    {
        var interpreted = context.Codes(interpretations);
        if (state.IsWithheld || value is null)
        {
            return new MeasuredValue { Codes = codes, Interpretations = interpreted, IsMissing = state.IsWithheld || (state.IsAbsent && interpreted.IsEmpty) };
        }

        var quantity = value as Quantity;
        var concept = ConceptOf(value);
        return new MeasuredValue
        {
            Codes = codes,
            Interpretations = interpreted,
            IsPresent = true,
            Number = quantity?.Value ?? (value as Integer)?.Value,
            IsInteger = value is Integer,
            Comparator = quantity?.ComparatorElement.Word(),
            UnitSystem = quantity?.System,
            UnitCode = quantity?.Code,
            Unit = quantity?.Unit,
            Flag = (value as FhirBoolean)?.Value,
            Coded = RecordContext.Codings(concept),
            Values = context.Terminology.Lookup(concept),
            IsNamed = concept is not null || value is FhirString,
            Text = TextOf(value, context),
        };
    }

    /// <summary>Gets a coded value as a concept. The answer of a questionnaire is a single Coding.</summary>
    internal static CodeableConcept? ConceptOf(DataType? value) => value switch
    {
        CodeableConcept concept => concept,
        Coding coding => new CodeableConcept { Coding = [coding] },
        _ => null,
    };

    private static string? TextOf(DataType value, RecordContext context) => value switch
    {
        Quantity { Value: { } number } quantity =>
            $"{quantity.ComparatorElement.Word()}{number.ToString(CultureInfo.InvariantCulture)} {UnitOf(quantity)}".Trim(),
        Integer integer => integer.Value?.ToString(CultureInfo.InvariantCulture),
        FhirBoolean boolean => boolean.Value is true ? "yes" : "no",
        FhirString text => text.Value,
        _ => context.Wording(ConceptOf(value)),
    };

    /// <summary>Gets the unit to print. An annotation in braces, as counts and scores have it, is not for readers, nor is the same word as the printed unit.</summary>
    private static string? UnitOf(Quantity quantity) =>
        (quantity.Unit ?? quantity.Code) is { } unit
        && unit is not (['{', .., '}'] or "1")
        && quantity.Code is not "1"
        && !string.Equals(quantity.Code, $"{{{unit}}}", StringComparison.OrdinalIgnoreCase)
            ? unit
            : null;
}

/// <summary>The properties that an Observation inherits from the report or panel that contains it.</summary>
/// <param name="Reference">The reference that the evidence shows.</param>
/// <param name="Date">The date, used when the Observation has none.</param>
/// <param name="EvidenceStatus">The evidence status of the container.</param>
internal sealed record ContainedIn(string Reference, Fhir.FhirDateTime? Date, EvidenceStatus EvidenceStatus);
