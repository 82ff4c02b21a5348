using CdsHooks.Decision.Plan;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Host.Telemetry;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Pages.Rules;
using CdsHooks.Workbench.Terms;
using CdsHooks.Workbench.Tuning;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>The page on which a change of the rules is made. The change is in the address; nothing is kept until it is saved after its review.</summary>
[ChangesNothing]
internal sealed class TunePage(RuleBook book, CaseShelf shelf, CodeCounts counts) : PageModel
{
    private const int Shown = 100;

    /// <summary>Gets the change.</summary>
    public TuneSheet Sheet { get; private set; } = null!;

    /// <summary>Gets the part that is shown: <c>values</c>, <c>codes</c>, <c>orders</c> or <c>texts</c>.</summary>
    public string Part { get; private set; } = "values";

    /// <summary>Gets the errors by the name of their field.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the words that are looked for among value sets or codes.</summary>
    public string Query { get; private set; } = string.Empty;

    /// <summary>Gets the value set whose codes are shown; null for none.</summary>
    public KnowledgeResource? ValueSet { get; private set; }

    /// <summary>Gets the content of the value set that is shown.</summary>
    public CodeList? Codes { get; private set; }

    /// <summary>Gets the id of the card whose texts are shown, or of the texts that cards share.</summary>
    public string TextsOf { get; private set; } = string.Empty;

    /// <summary>Gets the card of a sample patient with the change; null when there is none of that kind.</summary>
    public CardSample? Preview { get; private set; }

    /// <summary>Gets a value indicating whether the change is too large for an address.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Gets the parameters by criterion.</summary>
    public IReadOnlyList<ParameterGroup> Groups => ParameterGroup.Of(Sheet.Text);

    /// <summary>Gets the codes of orders that no plan is about, the most frequent first.</summary>
    public IReadOnlyList<CodeCount> Unmatched => [.. counts.List().Where(count => count.Use is CodeUse.Order)];

    /// <summary>Gets the codes that were counted without being listed, since their systems may hold more than codes.</summary>
    public long Unlisted => counts.Unlisted(CodeUse.Order);

    /// <summary>Gets the value sets of the plan that fit the words that are looked for.</summary>
    public IReadOnlyList<KnowledgeResource> ValueSets =>
    [
        .. Sheet.Rules.Knowledge.OfType("ValueSet")
            .Where(set => !SiteResources.IsOwn(set) && ReadPlan.All(Sheet.Rules)[0].Uses.Of(set.Url).Count > 0)
            .Where(set => SearchWords.Of(Query).AreIn(set.Text("title"), set.Id))
            .OrderBy(set => set.Text("title"), StringComparer.Ordinal),
    ];

    /// <summary>Gets the codes that are shown.</summary>
    public IReadOnlyList<ListedCode> Listed => [.. (Codes?.Find(Query) ?? []).Take(Shown)];

    /// <summary>Gets the texts that are shown.</summary>
    public IReadOnlyList<PlanText> Texts => TextsIn(TextsOf);

    /// <summary>Gets the groups of texts: each card, what cards share, and the short forms.</summary>
    public IReadOnlyList<(string Id, string Title, int Changed)> TextGroups =>
    [
        .. Sheet.Text.Cards.Select(card => card.Id).Concat(["shared", "forms"])
            .Select(id => (id, Sheet.Text.FindCard(id)?.Display ?? (id is "shared" ? "Lines and phrases that cards share" : "Short names of criteria"), TextsIn(id).Count(text => SiteTextOf(text) is not null))),
    ];

    /// <summary>Gets what was posted for a field of a form that was rejected; null when nothing was.</summary>
    public string? Posted(string field) => Errors.Count > 0 && Request.HasFormContentType && Request.Form.TryGetValue(field, out var posted) ? posted.ToString() : null;

    /// <summary>Gets what was posted for a field that is wrong; null for a field that is right.</summary>
    public string? Rejected(string field) => Errors.ContainsKey(field) ? Posted(field) : null;

    public IActionResult OnGet(string? change, string? part, string? valueSet, string? q, string? card) => Show(change, part, valueSet, q, card);

    public IActionResult OnPostValues(string? change)
    {
        var forms = Open(change);
        forms.ReadValues(Request.Form);
        return Next(forms, "values");
    }

    public IActionResult OnPostAddCode(string? change, string valueSet, string? system, string? other, string? code, string? display)
    {
        var forms = Open(change);
        if (FindValueSet(valueSet) is not { } set)
        {
            return NotFound();
        }

        forms.ReadAddedCode(set.Url, string.IsNullOrWhiteSpace(other) ? system : other, code, display);
        return Next(forms, "codes", valueSet: valueSet);
    }

    public IActionResult OnPostTakeCode(string? change, string valueSet, string system, string code, string? display, string? q)
    {
        var forms = Open(change);
        if (FindValueSet(valueSet) is not { } set)
        {
            return NotFound();
        }

        forms.TakeCode(set.Url, system, code, display);
        return Next(forms, "codes", valueSet: valueSet, q: q);
    }

    public IActionResult OnPostMap(string? change, string? system, string? code, string? display, string? target)
    {
        var forms = Open(change);
        forms.ReadMapping(system, code, display, target);
        return Next(forms, "orders");
    }

    public IActionResult OnPostTexts(string? change, string card)
    {
        var forms = Open(change);
        forms.ReadTexts(Request.Form, TextsIn(card), shelf);
        return Next(forms, "texts", card: card);
    }

    /// <summary>Answers with the card of a sample patient, by the texts as they are being written.</summary>
    public IActionResult OnPostPreview(string? change, string card)
    {
        var forms = Open(change);
        forms.ReadTexts(Request.Form, TextsIn(card), shelf);
        (Errors, TextsOf) = (forms.Errors, card);
        Preview = PreviewOf(card);
        return Partial("_TextPreview", this);
    }

    public IActionResult OnPostUndo(string? change, string key, string? part, string? valueSet, string? card)
    {
        var forms = Open(change);
        if (Sheet.Differences.FirstOrDefault(difference => string.Equals(difference.Key, key, StringComparison.Ordinal)) is { } undone)
        {
            Sheet.Target = undone.Undone(Sheet.Target, Sheet.InForce);
        }

        return Next(forms, part ?? "values", valueSet, card: card);
    }

    /// <summary>Gets the site's text in the place of one of the plan's; null when it has none.</summary>
    public string? SiteTextOf(PlanText text) => Sheet.Target.Texts.FirstOrDefault(other => other.Key == (text.ActionId, text.Text))?.Site;

    /// <summary>Gets the conditions under which a text of a card is shown, in brackets; empty for none.</summary>
    public string ConditionOf(PlanText text) => text.Use is PlanTextUse.Summary or PlanTextUse.Line
        ? Sheet.Text.FindCard(text.ActionId) is { } card ? card.Summaries.Concat(card.Lines).FirstOrDefault(line => string.Equals(line.Text.Source, SourceInForce(text), StringComparison.Ordinal))?.Conditions ?? string.Empty : string.Empty
        : string.Empty;

    /// <summary>Gets the address of a part of the page, with the change.</summary>
    public string Address(string part, string? more = null) => AddressOf("/rules/tune", Sheet.Token, part, more);

    /// <summary>Gets the address of a page with a change.</summary>
    public static string AddressOf(string path, string token, string part, string? more = null)
    {
        string?[] query = [token.Length == 0 ? null : $"change={token}", part is "values" ? null : $"part={part}", more];
        var text = string.Join('&', query.OfType<string>().Where(one => one.Length > 0));
        return text.Length == 0 ? path : $"{path}?{text}";
    }

    private string SourceInForce(PlanText text) => Sheet.InForce.Texts.FirstOrDefault(other => other.Key == (text.ActionId, text.Text))?.Site ?? text.Text;

    private TuneForms Open(string? change)
    {
        Sheet = TuneSheet.Open(book.Current, change);
        return new TuneForms(Sheet);
    }

    /// <summary>Goes on to an address with the change, or shows the page again with what is wrong.</summary>
    private IActionResult Next(TuneForms forms, string part, string? valueSet = null, string? q = null, string? card = null)
    {
        var token = Sheet.Token;
        if (token.Length <= TuningToken.Longest && forms.Errors.Count == 0)
        {
            string?[] more = [valueSet is null ? null : $"valueSet={Uri.EscapeDataString(valueSet)}", string.IsNullOrEmpty(q) ? null : $"q={Uri.EscapeDataString(q)}", card is null ? null : $"card={Uri.EscapeDataString(card)}"];
            return Redirect(AddressOf("/rules/tune", token, part, string.Join('&', more.OfType<string>())));
        }

        IsTooLarge = token.Length > TuningToken.Longest;
        Errors = forms.Errors;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        Response.Headers["HX-Push-Url"] = "false";
        return Show(null, part, valueSet, q, card);
    }

    private PageResult Show(string? change, string? part, string? valueSet, string? q, string? card)
    {
        Sheet ??= TuneSheet.Open(book.Current, change);
        Query = q ?? string.Empty;
        ValueSet = valueSet is null ? null : FindValueSet(valueSet);
        Part = ValueSet is not null ? "codes" : part is "codes" or "orders" or "texts" ? part : "values";
        if (ValueSet is not null)
        {
            Codes = CodeList.Of(Sheet.Rules.Knowledge, Sheet.Plan.Rules.Terminology, ValueSet);
        }

        if (Part is "texts")
        {
            TextsOf = TextGroups.Any(group => string.Equals(group.Id, card, StringComparison.Ordinal)) ? card! : Sheet.Text.Cards[0].Id;
            Preview = PreviewOf(TextsOf);
        }

        return Page();
    }

    private KnowledgeResource? FindValueSet(string id) =>
        Sheet.Rules.Knowledge.OfType("ValueSet").FirstOrDefault(set => string.Equals(set.Id, id, StringComparison.Ordinal) && !SiteResources.IsOwn(set));

    private CardSample? PreviewOf(string card)
    {
        if (!ReadPlan.All(Sheet.Rules)[0].Samples.TryGetValue(card, out var sample))
        {
            return null;
        }

        var candidate = Sheet.Target.Texts.Count + Sheet.Target.Values.Count == 0 ? null : Sheet.ToCandidate();
        return candidate?.Plan is not null && shelf.CardOf(sample.Case, candidate) is { } changed ? sample with { Card = changed } : sample;
    }

    private List<PlanText> TextsIn(string group)
    {
        var texts = PlanText.Of(Sheet.Definition).DistinctBy(text => (text.ActionId, text.Text));
        var suggestions = RuleSetLoader.FindPart(Sheet.Definition, "cards")?.Action
            .FirstOrDefault(card => string.Equals(card.ElementId, group, StringComparison.Ordinal))?.Action
            .Select(suggestion => suggestion.ElementId).ToHashSet(StringComparer.Ordinal) ?? [];
        return group switch
        {
            "shared" => [.. texts.Where(text => text.Use is PlanTextUse.SharedLine or PlanTextUse.Phrase)],
            "forms" => [.. texts.Where(text => text.Use is PlanTextUse.ShortForm)],
            _ => [.. texts.Where(text => string.Equals(text.ActionId, group, StringComparison.Ordinal) || suggestions.Contains(text.ActionId))],
        };
    }
}
