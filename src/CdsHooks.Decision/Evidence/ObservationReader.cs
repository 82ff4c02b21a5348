using System.Globalization;
using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Evidence;

/// <summary>Reduces Observations with their components.</summary>
internal static class ObservationReader
{
    public static EvidenceRecord Read(FhirResource resource, RecordContext context, string? reference = null, FhirDateTime? inheritedDate = null)
    {
        var observation = new Observation(resource);
        var code = observation.Code;
        var codes = context.Terminology.Lookup(code);
        List<MeasuredValue> measured = [Measure(
            codes,
            observation.Value,
            context.Codes(observation.Interpretations, out _),
            observation.HasDataAbsentReason,
            context)];
        foreach (var component in observation.Components)
        {
            measured.Add(Measure(
                context.Terminology.Lookup(component.Code),
                component.Value,
                context.Codes(component.Interpretations, out _),
                component.HasDataAbsentReason,
                context));
        }

        var all = codes;
        ValueSetBits values = default;
        foreach (var value in measured)
        {
            all |= value.Codes;
            values |= value.Values | value.Interpretations;
        }

        var site = observation.BodySite;
        var hasRole = false;
        ValueSetBits roles = default;
        var hasPerformer = false;
        foreach (var performer in observation.Performers)
        {
            hasPerformer = true;
            roles |= context.Roles(performer, ref hasRole);
        }

        return new EvidenceRecord
        {
            Kind = EvidenceKind.Observation,
            Reference = reference ?? RecordContext.ReferenceTo(resource),
            Wording = code.Wording,
            Codes = all,
            Values = values,
            Roles = roles,
            HasRole = hasRole,
            HasPerformer = hasPerformer,
            Sites = context.Terminology.Lookup(site),
            HasSite = RecordContext.IsCoded(site),
            SiteText = site.Wording ?? string.Empty,
            Start = observation.Effective ?? observation.Issued ?? inheritedDate,
            Measured = measured,
            Status = observation.Status,
            HasUnreadableCode = RecordContext.HasUnreadableCode(resource, "code"),
            IsMalformed = resource.HasErrors,
            Standing = RecordContext.Checked(resource, StandingOf(observation.Status)),
        };
    }

    private static Standing StandingOf(string? status) => status switch
    {
        "final" or "amended" or "corrected" => Standing.Usable,
        "preliminary" => Standing.Preliminary,
        null => Standing.Unclear,
        _ => Standing.Excluded,
    };

    private static MeasuredValue Measure(
        ValueSetBits codes, ObservationValue value, ValueSetBits interpretations, bool hasDataAbsentReason, RecordContext context)
    {
        if (hasDataAbsentReason || value.Kind is ObservationValueKind.None)
        {
            return new MeasuredValue { Codes = codes, Interpretations = interpretations };
        }

        var quantity = value.Quantity;
        var concept = value.CodeableConcept;
        return new MeasuredValue
        {
            Codes = codes,
            Interpretations = interpretations,
            IsPresent = true,
            Number = value.Kind switch
            {
                ObservationValueKind.Quantity => quantity.Value,
                ObservationValueKind.Integer => value.Integer,
                _ => null,
            },
            IsInteger = value.Kind is ObservationValueKind.Integer,
            Comparator = quantity.Comparator,
            UnitSystem = quantity.System,
            UnitCode = quantity.Code,
            Unit = quantity.Unit,
            Flag = value.Boolean,
            Coded = RecordContext.Codings(concept),
            Values = context.Terminology.Lookup(concept),
            IsNamed = value.Kind is ObservationValueKind.CodeableConcept or ObservationValueKind.String,
            Text = TextOf(value),
        };
    }

    private static string? TextOf(ObservationValue value) => value.Kind switch
    {
        ObservationValueKind.Quantity when value.Quantity.Value is { } number =>
            $"{value.Quantity.Comparator}{number.ToString(CultureInfo.InvariantCulture)} {UnitOf(value.Quantity)}".Trim(),
        ObservationValueKind.Integer => value.Integer?.ToString(CultureInfo.InvariantCulture),
        ObservationValueKind.Boolean => value.Boolean is true ? "yes" : "no",
        ObservationValueKind.CodeableConcept => value.CodeableConcept.Wording,
        ObservationValueKind.String => value.String,
        _ => null,
    };

    /// <summary>What counts or scores carry in braces is a note to the computer.</summary>
    private static string? UnitOf(Quantity quantity) => (quantity.Unit ?? quantity.Code) is { } unit and not (['{', .., '}'] or "1") ? unit : null;
}
