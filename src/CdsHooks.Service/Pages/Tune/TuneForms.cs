using System.Globalization;
using CdsHooks.Decision.Plan;
using CdsHooks.Fhir.Terminology;
using CdsHooks.Workbench.Explain;
using CdsHooks.Workbench.Tuning;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>Reads the forms of the tuning page into a change. What is wrong is said beside its field, and changes nothing.</summary>
/// <param name="sheet">The change.</param>
internal sealed class TuneForms(TuneSheet sheet)
{
    private const int LongestCode = 64;
    private const int LongestSystem = 200;
    private const int LongestDisplay = 200;

    /// <summary>Gets the errors by the name of their field.</summary>
    public Dictionary<string, string> Errors { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the values. Those that are right are kept even where others are wrong.</summary>
    public void ReadValues(IFormCollection form)
    {
        SortedDictionary<string, ParameterValue> values = new(sheet.Target.Values.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var parameter in sheet.Declared.All.Where(parameter => form.ContainsKey(parameter.Name) || form.ContainsKey($"{parameter.Name}.asked")))
        {
            var text = string.Join(',', form[parameter.Name].OfType<string>());
            if (ValueText.Read(parameter.Type, text) is not { } value)
            {
                Errors[parameter.Name] = $"A number is expected here: it {ParameterText.Range(parameter)}.";
            }
            else if (parameter.IssueOf(value) is not null)
            {
                Errors[parameter.Name] = parameter.Type is ParameterType.Codes ? "Choose at least one." : $"This is out of range: it {ParameterText.Range(parameter)}.";
            }
            else if (TypedValue.AreSame(parameter.Type, value, parameter.Default))
            {
                values.Remove(parameter.Name);
            }
            else
            {
                values[parameter.Name] = value;
            }
        }

        CheckLimits(values);
        sheet.Target = sheet.Target with { Values = values };
    }

    /// <summary>Reads a code to add to a value set.</summary>
    public void ReadAddedCode(string valueSet, string? system, string? code, string? display)
    {
        if (Check("system", SystemIssue(system)) & Check("code", CodeIssue(system, code)) & Check("display", DisplayIssue(display)))
        {
            SiteCode added = new(valueSet, system!.Trim(), code!.Trim(), Shortened(display));
            var index = sheet.Plan.Rules.Terminology.IndexOf(valueSet);
            if (sheet.Target.Removed.Any(other => other.Key == added.Key))
            {
                sheet.Target = sheet.Target with { Removed = [.. sheet.Target.Removed.Where(other => other.Key != added.Key)] };
            }
            else if (sheet.Target.Added.Any(other => other.Key == added.Key) || sheet.Plan.Rules.Terminology.Lookup(added.System, added.Code).Contains(index))
            {
                Errors["code"] = "The value set has this code already.";
            }
            else
            {
                sheet.Target = sheet.Target with { Added = [.. sheet.Target.Added, added] };
            }
        }
    }

    /// <summary>Takes a code from a value set, or takes back that it was added.</summary>
    public void TakeCode(string valueSet, string system, string code, string? display)
    {
        SiteCode taken = new(valueSet, system, code, display);
        sheet.Target = sheet.Target.Added.Any(other => other.Key == taken.Key)
            ? sheet.Target with { Added = [.. sheet.Target.Added.Where(other => other.Key != taken.Key)] }
            : sheet.Target with { Removed = [.. sheet.Target.Removed.Where(other => other.Key != taken.Key), taken] };
    }

    /// <summary>Reads a code of the site's own that means one of the rules.</summary>
    public void ReadMapping(string? system, string? code, string? display, string? target)
    {
        var parts = target?.Split('|') ?? [];
        var meant = OrderCode.Of(sheet).FirstOrDefault(known => parts is [var targetSystem, var targetCode]
            && string.Equals(known.System, targetSystem, StringComparison.Ordinal) && string.Equals(known.Code, targetCode, StringComparison.Ordinal));
        if (Check("system", SystemIssue(system)) & Check("code", CodeIssue(system, code)) & Check("display", DisplayIssue(display)) & Check("target", meant is null ? "Choose what the code means." : null))
        {
            SiteMapping mapping = new(system!.Trim(), code!.Trim(), Shortened(display), meant!.System, meant.Code, meant.Display);
            sheet.Target = sheet.Target with { Mappings = [.. sheet.Target.Mappings.Where(other => other.Key != mapping.Key), mapping] };
        }
    }

    /// <summary>Reads texts, which have to be as good as the plan's.</summary>
    /// <param name="form">The form: each text under its short name.</param>
    /// <param name="texts">The texts that the form shows.</param>
    /// <param name="shelf">Makes the rules of the change, to check the texts.</param>
    public void ReadTexts(IFormCollection form, IReadOnlyList<PlanText> texts, CaseShelf shelf)
    {
        var edited = sheet.Target.Texts.ToList();
        foreach (var text in texts)
        {
            if (form[TuningToken.HashOf(text.ActionId, text.Text)] is [{ } posted])
            {
                var site = posted.ReplaceLineEndings("\n").Trim();
                edited.RemoveAll(other => other.Key == (text.ActionId, text.Text));
                if (site.Length > 0 && !string.Equals(site, text.Text, StringComparison.Ordinal))
                {
                    edited.Add(new SiteText(text.ActionId, text.Text, site));
                }
            }
        }

        var former = sheet.Target;
        sheet.Target = sheet.Target with { Texts = edited };
        CheckTexts(sheet.ToCandidate());
        if (Errors.Count > 0)
        {
            var wrong = Errors.Keys.ToHashSet(StringComparer.Ordinal);
            sheet.Target = sheet.Target with
            {
                Texts =
                [
                    .. edited.Where(text => !wrong.Contains(TuningToken.HashOf(text.ActionId, text.Plan))),
                    .. former.Texts.Where(text => wrong.Contains(TuningToken.HashOf(text.ActionId, text.Plan))),
                ],
            };
        }
    }

    /// <summary>Says beside each text what is wrong with it: the place of an issue names the entry of the Parameters.</summary>
    private void CheckTexts(SiteCandidate candidate)
    {
        if (candidate.SiteParameters is not { Resource: Hl7.Fhir.Model.Parameters parameters })
        {
            return;
        }

        foreach (var issue in candidate.Issues.Where(issue => issue.IsError))
        {
            var entry = candidate.SiteParameters.Located.Along(issue.Location).OfType<Hl7.Fhir.Model.Parameters.ParameterComponent>().FirstOrDefault();
            if (entry is not null && SiteTexts.IsText(entry) && SiteTexts.Read(entry) is { } text)
            {
                Errors.TryAdd(TuningToken.HashOf(text.ActionId, text.Plan), WithItsInsert(issue.Message, text.Site.ToString() ?? string.Empty));
            }
        }
    }

    /// <summary>Names the insert that a message only counts: who reads it has the text before them.</summary>
    private static string WithItsInsert(string message, string text) =>
        message.Split(' ', 6) is ["Insert", var counted, "of", "this", "text", var rest]
        && int.TryParse(counted, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && text.Split('{', '}').ElementAtOrDefault((2 * number) - 1) is { } insert
            ? $"{{{insert}}} {rest}"
            : message;

    private void CheckLimits(SortedDictionary<string, ParameterValue> values)
    {
        foreach (var limit in sheet.Text.Limits)
        {
            if (limit.Lower is { } lower && limit.Upper is { } upper && sheet.Declared.Find(lower) is { } small && sheet.Declared.Find(upper) is { } large
                && (values.GetValueOrDefault(lower) ?? small.Default).Number > (values.GetValueOrDefault(upper) ?? large.Default).Number)
            {
                Errors.TryAdd(lower, $"It must not exceed {upper}, which is {ParameterText.Value(large, values.GetValueOrDefault(upper) ?? large.Default)}. {limit.Meaning}".TrimEnd());
            }
        }
    }

    private bool Check(string field, string? issue)
    {
        if (issue is not null)
        {
            Errors[field] = issue;
        }

        return issue is null;
    }

    private static string? SystemIssue(string? system) =>
        system is { Length: > 0 and <= LongestSystem } && Uri.TryCreate(system.Trim(), UriKind.Absolute, out _) && !system.Trim().Any(char.IsWhiteSpace)
            ? null
            : "The address of a code system is expected, such as https://ehr.example.org/order-codes.";

    private static string? CodeIssue(string? system, string? code)
    {
        var trimmed = code?.Trim() ?? string.Empty;
        var canonical = CodeSystems.Canonical(system ?? string.Empty);
        return trimmed.Length is 0 or > LongestCode || trimmed.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)) ? $"A code of at most {LongestCode} characters without spaces is expected."
            : CodeSystems.IsPublic(canonical) && !CodeSyntax.IsPlausible(canonical, trimmed) ? $"This has not the form, or not the check digit, of a code of {Workbench.Terms.CodeSystemName.Of(canonical)}."
            : null;
    }

    private static string? DisplayIssue(string? display) => display is { Length: > LongestDisplay } ? $"At most {LongestDisplay} characters are expected." : null;

    private static string? Shortened(string? display) => string.IsNullOrWhiteSpace(display) ? null : string.Join(' ', display.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
