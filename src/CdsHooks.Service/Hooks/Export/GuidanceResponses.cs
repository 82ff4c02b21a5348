using System.Buffers;
using System.Text.Json;
using CdsHooks.Decision.Evidence;
using CdsHooks.Service.Hooks.Decisions;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using IssueSeverity = Hl7.Fhir.Model.OperationOutcome.IssueSeverity;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.Export;

/// <summary>Writes a decision as a FHIR R4 GuidanceResponse, which has no subject.</summary>
internal static class GuidanceResponses
{
    private const string Systems = "https://cdshooks.example.org/fhir/CodeSystem/";
    private const string Ucum = "http://unitsofmeasure.org";
    private const string OutputId = "output";
    private const string MessagesId = "messages";

    private static readonly Dictionary<string, string> TypesByKey = PrefetchKeys.All.ToDictionary(set => set.Key, set => set.ResourceType, StringComparer.Ordinal);

    /// <summary>Writes the resource on one line.</summary>
    public static byte[] Write(DecisionRecord decision)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            FhirJsonSerializer.Default.Serialize(Of(decision), writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Creates the resource.</summary>
    public static GuidanceResponse Of(DecisionRecord decision)
    {
        var incomplete = decision.Retrieval.Where(set => set.Outcome is not ("prefetched" or "fetched" or "empty")).ToList();
        GuidanceResponse response = new()
        {
            Id = decision.Id.ToString("D"),
            Identifier = decision.Card is { } card ? [new Identifier("urn:ietf:rfc:3986", $"urn:uuid:{card}")] : [],
            Module = new Canonical(decision.Plan),
            Status = incomplete.Count == 0 ? GuidanceResponse.GuidanceResponseStatus.Success : GuidanceResponse.GuidanceResponseStatus.DataRequested,
            OccurrenceDateTimeElement = new FhirDateTime(decision.DecidedAt),
            ReasonCode = decision.CardKind is { } kind ? [new CodeableConcept(Systems + "card-kind", kind)] : [],
            Contained = [OutputOf(decision)],
            OutputParameters = new ResourceReference($"#{OutputId}"),
            DataRequirement = [.. incomplete.Select(TypeOf).OfType<FHIRAllTypes>().Distinct().Select(type => new DataRequirement { Type = type })],
        };
        if (incomplete.Count > 0)
        {
            response.Contained.Add(MessagesOf(incomplete));
            response.EvaluationMessage = [new ResourceReference($"#{MessagesId}")];
        }

        return response;
    }

    private static FHIRAllTypes? TypeOf(RetrievalRecord set) =>
        TypesByKey.TryGetValue(set.Key, out var type) && Enum.TryParse<FHIRAllTypes>(type, out var known) ? known : null;

    private static OperationOutcome MessagesOf(List<RetrievalRecord> incomplete) => new()
    {
        Id = MessagesId,
        Issue = incomplete.ConvertAll(set => new OperationOutcome.IssueComponent
        {
            Severity = IssueSeverity.Warning,
            Code = set.Outcome switch
            {
                "forbidden" => IssueType.Forbidden,
                "timed-out" => IssueType.Timeout,
                "unparseable" => IssueType.Structure,
                "truncated" => IssueType.Incomplete,
                "not-requested" => IssueType.NotFound,
                _ => IssueType.Transient,
            },
            Details = new CodeableConcept { Text = $"{set.Key}: {set.Outcome}" },
        }),
    };

    private static Parameters OutputOf(DecisionRecord decision)
    {
        Parameters output = new() { Id = OutputId };
        AddText(output.Parameter, "service", decision.Service);
        AddText(output.Parameter, "client", decision.Client);
        AddText(output.Parameter, "siteParameters", decision.SiteParameters);
        AddText(output.Parameter, "rulesVersion", decision.RulesVersion);
        AddText(output.Parameter, "row", decision.Row);
        AddText(output.Parameter, "patient", decision.Patient);
        output.Parameter.Add(new() { Name = "elapsed", Value = new Quantity((decimal)decision.Elapsed.TotalMilliseconds, "ms", Ucum) });
        foreach (var criterion in decision.Criteria)
        {
            Parameters.ParameterComponent parameter = new() { Name = criterion.Id };
            parameter.Part.Add(new() { Name = "result", Value = new Coding(Systems + "criterion-result", criterion.Result) });
            parameter.Part.Add(new() { Name = "reason", Value = new Coding(Systems + "criterion-reason", criterion.Reason) });
            AddBasis(parameter.Part, criterion.Basis);
            output.Parameter.Add(parameter);
        }

        return output;
    }

    private static void AddBasis(List<Parameters.ParameterComponent> parts, CriterionBasis? basis)
    {
        if (basis is null)
        {
            return;
        }

        foreach (var (name, value) in basis.Parameters)
        {
            AddText(parts, name, value);
        }

        AddText(parts, "open", basis.Open);
        AddText(parts, "unread", basis.Unread);
        AddDays(parts, "since", basis.Since);
        foreach (var figure in basis.Figures)
        {
            Parameters.ParameterComponent part = new() { Name = figure.Kind };
            AddNumber(part.Part, "group", figure.Group);
            AddQuantity(part.Part, "value", figure.Value, figure);
            AddQuantity(part.Part, "most", figure.Most, figure);
            AddDays(part.Part, "from", figure.From);
            AddDays(part.Part, "until", figure.Until);
            AddNumber(part.Part, "events", figure.Events);
            AddNumber(part.Part, "weeks", figure.Weeks);
            if (figure.State is { } state)
            {
                part.Part.Add(new() { Name = "state", Value = new Coding(Systems + "criterion-reason", state) });
            }

            if (part.Part.Count == 0)
            {
                // A parameter needs a value or parts.
                part.Value = new FhirBoolean(true);
            }

            parts.Add(part);
        }
    }

    private static void AddQuantity(List<Parameters.ParameterComponent> parts, string name, decimal? number, FigureRecord figure)
    {
        if (number is { } value)
        {
            parts.Add(new() { Name = name, Value = new Quantity(value, figure.Unit ?? "1", Ucum) { Comparator = ComparatorOf(figure.Comparator) } });
        }
    }

    private static Quantity.QuantityComparator? ComparatorOf(string? comparator) => comparator switch
    {
        "<" => Quantity.QuantityComparator.LessThan,
        "<=" => Quantity.QuantityComparator.LessOrEqual,
        ">" => Quantity.QuantityComparator.GreaterThan,
        ">=" => Quantity.QuantityComparator.GreaterOrEqual,
        _ => null,
    };

    private static void AddDays(List<Parameters.ParameterComponent> parts, string name, int? days)
    {
        if (days is { } number)
        {
            parts.Add(new() { Name = name, Value = new Quantity(number, "d", Ucum) });
        }
    }

    private static void AddNumber(List<Parameters.ParameterComponent> parts, string name, int? number)
    {
        if (number is { } value)
        {
            parts.Add(new() { Name = name, Value = new Integer(value) });
        }
    }

    private static void AddText(List<Parameters.ParameterComponent> parts, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            parts.Add(new() { Name = name, Value = new FhirString(text) });
        }
    }
}
