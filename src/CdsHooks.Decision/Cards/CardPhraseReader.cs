using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads the phrases in the action <c>cards</c> of a plan, and the display and property <c>brief</c> of the reasons.</summary>
internal sealed class CardPhraseReader(CardScope scope)
{
    private const string Reasons = PlanExtensions.CodeSystemBase + "criterion-reason";

    /// <summary>Reads all phrases; an invalid one is reported and omitted.</summary>
    public CardPhrases Read() => new(
        [.. scope.FindPart("cards").Part().AllNamed("phrase")
            .Select(extension => ReadOne(extension) is { } phrase && scope.IsEnabled(extension) ? phrase : null)
            .OfType<CardPhrase>()],
        ReadGeneral());

    private CardPhrase? ReadOne(Extension extension)
    {
        var criterion = extension.Text("criterion");
        var isDeclared = criterion is not null && scope.Rules.Declares(criterion);
        scope.Require(isDeclared, extension, "A phrase needs the id of a criterion that the plan declares.");
        var reasons = CardConditionReader.ReadReasons(extension, scope);
        scope.Require(extension.AllNamed("reason").Count > 0, extension, "A phrase needs at least one reason.");
        if (extension.Named("text") is not { } text || text.Value.AsText() is not { Length: > 0 } words)
        {
            return scope.Reject<CardPhrase>(extension, "A phrase needs a text.");
        }

        return Check(words) is { } issue ? scope.Reject<CardPhrase>(text, issue)
            : isDeclared ? new CardPhrase(criterion!, reasons, WithParameters(words))
            : null;
    }

    private Dictionary<Reason, IReadOnlyList<string>> ReadGeneral()
    {
        Dictionary<Reason, IReadOnlyList<string>> general = [];
        if (scope.Knowledge.Find(Reasons) is not { Resource: CodeSystem reasons } system)
        {
            return general;
        }

        foreach (var concept in reasons.Concept)
        {
            CheckDisplay(system, concept);
            List<string> phrases = [];
            foreach (var property in concept.Property.Where(property => property.Code is "brief"))
            {
                var words = property.Value.AsText() ?? string.Empty;
                if (words.Length == 0 || Check(words) is not null)
                {
                    scope.Issues.Add(system, property, words.Length == 0 ? "A brief phrase must be a text." : Check(words)!);
                }
                else
                {
                    phrases.Add(WithParameters(words));
                }
            }

            if (ReasonCodes.TryParse(concept.Code ?? string.Empty, out Reason reason))
            {
                general[reason] = phrases;
            }
        }

        return general;
    }

    private void CheckDisplay(KnowledgeResource system, CodeSystem.ConceptDefinitionComponent concept)
    {
        var display = concept.DisplayElement;
        var phrase = display?.Value ?? string.Empty;
        if (CardTextReader.HasHtml(phrase))
        {
            scope.Issues.Add(system, display, "A phrase must not contain HTML.");
        }

        if (CardTextReader.Split(phrase) is not { } parts)
        {
            scope.Issues.Add(system, display, "The braces of this phrase are not balanced.");
        }
        else if (parts.Where((_, index) => index % 2 == 1).Any(insert => !ReasonPhrase.Inserts.Contains(insert, StringComparer.Ordinal)))
        {
            scope.Issues.Add(system, display, $"A phrase can contain only these inserts: {string.Join(", ", ReasonPhrase.Inserts)}.");
        }
    }

    /// <summary>Finds the issue of a phrase; null for none.</summary>
    private string? Check(string words) =>
        CardTextReader.HasHtml(words) || words.Contains('\n', StringComparison.Ordinal) ? "A phrase must be one line without HTML."
        : CardTextReader.Split(words) is not { } parts ? "The braces of this phrase are not balanced."
        : parts.Where((_, index) => index % 2 == 1).All(IsKnown) ? null
        : $"A phrase can contain only parameters and these inserts: {string.Join(", ", ReasonPhrase.Inserts)}.";

    private bool IsKnown(string insert) => ReasonPhrase.Inserts.Contains(insert, StringComparer.Ordinal) || scope.Rules.Parameters.Find(insert) is not null;

    private string WithParameters(string words) => string.Concat(CardTextReader.Split(words)!.Select((part, index) =>
        index % 2 == 0 ? part : scope.Rules.Parameters.Find(part)?.Text ?? $"{{{part}}}"));
}
