using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.FhirPath;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>
/// An invariant of the logical models of CDS Hooks 3.0 (ballot of January 2026), as FHIRPath over the JSON. Ids are the specification's;
/// the expressions are ours. Both test projects compile this file.
/// </summary>
/// <param name="Id">The specification's id.</param>
/// <param name="On">FHIRPath from the root to what must hold it.</param>
/// <param name="Expression">FHIRPath from there: what must be true.</param>
/// <param name="Asked">The same in words.</param>
internal sealed record HookInvariant(string Id, string On, string Expression, string Asked)
{
    private static readonly FhirPathCompiler Compiler = new();

    private readonly CompiledExpression _holders = Compiler.Compile(On);

    private readonly CompiledExpression _holds = Compiler.Compile(Expression);

    /// <summary>Gets the invariants of the answer to a service call.</summary>
    public static IReadOnlyList<HookInvariant> OfResponse { get; } =
    [
        new("cds-resp-1", "cards.where(selectionBehavior = 'at-most-one')", "suggestions.where(isRecommended = true).count() < 2", "one recommended at most, where one can be chosen"),
        new("cds-resp-2", "(cards.suggestions.actions | systemActions).where(type = 'delete')", "resourceId.exists() and resource.empty()", "a delete names what it deletes and does not show it"),
        new("cds-resp-3", "cards.links.where(appContext.exists())", "type = 'smart'", "a context only for a SMART app"),
        new("cds-resp-4", "cards.overrideReasons", "display.exists()", "a reason in words"),
        new("cds-resp-5", "cards.suggestions.actions", "description.exists()", "an action in words"),
        new("cds-resp-6", "cards.where(suggestions.exists())", "selectionBehavior.exists()", "how many may be chosen, where there is something to choose"),
        new("cds-resp-7", "cards.suggestions.actionSelectionBehavior", "$this = 'all' or $this = 'any' or $this = 'at-most-one'", "all, any or at-most-one"),
    ];

    /// <summary>Gets the invariants of a service call.</summary>
    public static IReadOnlyList<HookInvariant> OfRequest { get; } =
    [
        new("cds-r-1", "$this.where(fhirAuthorization.exists())", "fhirServer.exists()", "a token with the server that it is for"),
        new("cds-r-2", "fhirAuthorization.where(scope.contains('patient/'))", "patient.exists()", "the patient, where the token is for one"),
    ];

    /// <summary>Gets the invariants of feedback.</summary>
    public static IReadOnlyList<HookInvariant> OfFeedback { get; } =
    [
        new("cds-fb-1", "feedback", "outcome = 'accepted' or outcome = 'overridden'", "accepted or overridden"),
        new("cds-fb-2", "feedback.where(outcome = 'accepted')", "acceptedSuggestions.exists()", "what was accepted"),
        new("cds-fb-3", "feedback.overrideReason", "reason.exists() or userComment.exists()", "a reason, a comment or both"),
    ];

    /// <summary>Lists the places that break one of some invariants: where, the invariant's id and what it asks.</summary>
    public static IEnumerable<string> Issues(IReadOnlyList<HookInvariant> invariants, JsonElement body)
    {
        var root = NodeOf(body).ToPocoNode(rootName: "$");
        EvaluationContext context = new();
        return
        [
            .. from invariant in invariants
               from holder in invariant._holders(root, context)
               where !invariant._holds.IsTrue(holder, context)
               select $"{holder.GetLocation()}: {invariant.Id} {invariant.Asked}",
        ];
    }

    /// <summary>JSON as the nodes that FHIRPath goes over; what is null is not there.</summary>
    private static Base NodeOf(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                DynamicDataType node = new();
                foreach (var member in json.EnumerateObject().Where(member => member.Value.ValueKind is not JsonValueKind.Null))
                {
                    node.SetValue(member.Name, member.Value.ValueKind is JsonValueKind.Array ? member.Value.EnumerateArray().Select(NodeOf).ToList() : NodeOf(member.Value));
                }

                return node;
            case JsonValueKind.True or JsonValueKind.False:
                return new FhirBoolean(json.GetBoolean());
            case JsonValueKind.String:
                return new FhirString(json.GetString());
            default:
                return new FhirString(json.GetRawText());
        }
    }
}
