using System.Text.RegularExpressions;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision.Cards;

/// <summary>Turns an assessment into at most one card. Pure apart from the generated ids.</summary>
/// <param name="rules">The rules of the assessment.</param>
/// <param name="table">The plan's decision table and cards, compiled against the same rules.</param>
/// <param name="nextUuid">Generates the ids of cards and suggestions.</param>
public sealed partial class CardComposer(RuleSet rules, CardTable table, Func<Guid> nextUuid)
{
    private const string LinkLabel = "About this card";

    /// <summary>Composes the card.</summary>
    /// <param name="choice">The choice of the decision table for the assessment.</param>
    /// <param name="assessment">The assessment.</param>
    /// <param name="subject">The patient and their existing orders.</param>
    /// <param name="options">The client's options.</param>
    /// <returns>The card; null when the chosen row shows none.</returns>
    public Card? Compose(CardChoice choice, Assessment assessment, CardSubject subject, CardOptions options) =>
        choice is { Row.Card: { } card, Indicator: { } indicator } ? Compose(card, indicator, assessment, subject, options) : null;

    private Card Compose(CardDefinition definition, CardIndicator indicator, Assessment assessment, CardSubject subject, CardOptions options)
    {
        CardRenderer renderer = new(rules, table, assessment, definition, options);
        var offered = Offer(definition, assessment, subject);
        var orders = Orders(assessment);
        var suggestions = options.SuggestionsAllowed ? Suggest(offered, renderer, assessment, subject) : [];
        return new Card
        {
            Uuid = Uuid(),
            Summary = Short(renderer.Summary()),
            Detail = CoverageText.Below(renderer.Detail(offered), subject.Coverage.Where(coverage => orders.Contains(coverage.Order, StringComparer.Ordinal))),
            Indicator = indicator,
            Source = Source(definition, options),
            Suggestions = suggestions,
            SelectionBehavior = suggestions.Count > 0 ? options.SelectionBehavior : null,
            OverrideReasons = definition.OverrideReasons,
            Extension = options.NamesOrders && orders.Count > 0 ? new CardExtension { AssociatedResources = [.. orders.Select(order => new LocalReference(order))] } : null,
            Links = options.DocumentationUrl is { } address && options.Allows(address) ? [Link(address, definition.Id)] : null,
        };
    }

    /// <summary>Gets the references of the draft orders under review, without those that have no valid FHIR id.</summary>
    private List<string> Orders(Assessment assessment) =>
    [
        .. rules.Criteria
            .Where(criterion => criterion.Kind is "order")
            .SelectMany(criterion => assessment.Find(criterion.Id)?.Evidence ?? [])
            .Select(item => item.Reference)
            .Where(reference => RelativeReference().IsMatch(reference))
            .Distinct(StringComparer.Ordinal),
    ];

    private static List<CardSuggestion> Offer(CardDefinition definition, Assessment assessment, CardSubject subject) =>
    [
        .. definition.Suggestions.Where(suggestion => CardCondition.AllHold(suggestion.Conditions, assessment)
            && (suggestion.UnlessOrdered is not { } orders || !subject.HasOrder(orders))),
    ];

    /// <summary>Creates the suggestions, each with the one action that Epic accepts.</summary>
    private List<Suggestion> Suggest(List<CardSuggestion> offered, CardRenderer renderer, Assessment assessment, CardSubject subject) =>
        offered.ConvertAll(suggestion =>
        {
            var description = renderer.Plain(suggestion.Description);
            return new Suggestion
            {
                Label = renderer.Plain(suggestion.Label),
                Uuid = Uuid(),
                Actions =
                [
                    new CardAction
                    {
                        Type = CardActionType.Create,
                        Description = description,
                        Resource = DraftResource.Of(suggestion, description, subject, assessment),
                    },
                ],
            };
        });

    private CardSource Source(CardDefinition definition, CardOptions options) => new()
    {
        Label = Label(),
        Url = options.SourceUrl is { } address && options.Allows(address) ? address : null,
        Topic = new CardTopic { System = ConceptReader.CardKinds, Code = definition.Id, Display = definition.Display },
    };

    /// <summary>Gets the plan's title with its major version.</summary>
    private string Label() =>
        MajorVersion().Match(rules.Canonical) is { Success: true } version ? $"{rules.Title} v{version.Groups["major"].Value}" : rules.Title;

    private static CardLink Link(Uri address, string card) => new()
    {
        Label = LinkLabel,
        Url = new Uri($"{address.GetLeftPart(UriPartial.Query)}#{card}"),
        Type = CardLinkType.Absolute,
    };

    // The loader has checked the longest summary; this guards against figures larger than it assumes.
    private static string Short(string summary) =>
        summary.Length <= SummaryLength.Limit ? summary : ChartText.Cut(summary, SummaryLength.Limit);

    private string Uuid() => nextUuid().ToString("D");

    [GeneratedRegex(@"^[A-Za-z]+/[A-Za-z0-9.-]{1,64}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex RelativeReference();

    [GeneratedRegex(@"\|(?<major>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex MajorVersion();
}

/// <summary>The patient of a card and their existing orders.</summary>
/// <param name="PatientId">The logical id of the patient, without <c>Patient/</c>.</param>
/// <param name="EncounterId">The logical id of the encounter, without <c>Encounter/</c>; null for none.</param>
/// <param name="HasOrder">Determines whether the chart or the call has an active or draft order with a code in the value set of an index.</param>
public sealed record CardSubject(string PatientId, string? EncounterId, Func<int, bool> HasOrder)
{
    /// <summary>Gets the payers' coverage information about single draft orders, shown with the orders that the card is about.</summary>
    public IReadOnlyList<CoverageInformation> Coverage { get; init; } = [];
}
