using System.Globalization;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Pages.Rules;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Service.Pages.Tune;
using CdsHooks.Workbench;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>Starts simulations, and lists them.</summary>
internal sealed class SimulatePage(RuleBook book, RunDesk desk, PackShelf packs, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>The member of the address that says that a run was removed.</summary>
    public const string Removed = "removed";

    private readonly RulesSnapshot _rules = book.Current;

    private Dictionary<string, StringValues> _fields = new(StringComparer.Ordinal);

    /// <summary>Gets the errors by the name of their field.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether the errors are about a form that was sent, and not about an address.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Gets what the address names and cannot be used, beside the fields that it fills in, one sentence each.</summary>
    public IReadOnlyList<string> Ignored { get; private set; } = [];

    /// <summary>Gets why a right form started nothing; null for no reason.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Gets a value indicating whether a run was just removed.</summary>
    public bool WasRemoved => Request.Query.ContainsKey(Removed);

    /// <summary>Gets the runs, newest first.</summary>
    public IReadOnlyList<KeptRun> Runs { get; private set; } = [];

    /// <summary>Gets why the runs cannot be listed; null when they can.</summary>
    public string? RunsProblem { get; private set; }

    /// <summary>Gets the packs.</summary>
    public FoundPacks Packs { get; } = packs.List();

    /// <summary>Gets a value indicating whether a folder of packs is configured.</summary>
    public bool HasPacks => packs.IsOn;

    /// <summary>Gets a value indicating whether this person may start a run.</summary>
    public bool MayRun => Person.Of(User)?.MayEdit is true;

    /// <summary>Gets the site parameters that a candidate may have.</summary>
    public IReadOnlyList<KnowledgeResource> Presets { get; } = [.. RunSetup.PresetsOf(book.Current).Where(preset => preset.Id is not RuleSetLoader.DefaultSiteParameters)];

    /// <summary>Gets the parameters of the plan, by the criterion that reads them.</summary>
    public IReadOnlyList<ParameterGroup> Groups => ParameterGroup.Of(ReadPlan.All(_rules)[0].Text);

    /// <summary>Gets the plan in force.</summary>
    public CompiledPlan Plan => RunSetup.PlanOf(_rules);

    public void OnGet()
    {
        _fields = new(Defaults(), StringComparer.Ordinal);
        SimulateAddress address = new(Request.Query, Plan);
        foreach (var (name, value) in address.Fields)
        {
            _fields[name] = value;
        }

        if (address.Fields.Count > 0)
        {
            var form = FormOf(_fields);
            form.Read(clock.GetUtcNow(), _rules);
            Errors = form.Errors.Where(error => address.Fields.ContainsKey(error.Key)).ToDictionary(StringComparer.Ordinal);
        }

        Ignored = address.Ignored;
        ListRuns();
    }

    public IActionResult OnPostStart()
    {
        IsSent = true;
        _fields = Request.Form.ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
        var form = FormOf(_fields);
        var spec = form.Read(clock.GetUtcNow(), _rules) is { } read ? read with { TunedWords = Tuned?.InWords() ?? [] } : null;
        Errors = form.Errors;
        Refusal = spec is null ? null : desk.Start(spec);
        if (spec is null || Refusal is not null)
        {
            Response.StatusCode = spec is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict;
            ListRuns();
            return Page();
        }

        audit.Changed(Person.Of(User)!, "started a simulation", spec.Id);
        return Redirect($"{SimulateLink.Path}/{spec.Id}");
    }

    /// <summary>Gets the change made on Tune that the candidate is; null for none.</summary>
    public TuneSheet? Tuned => Text(TunedRules.Change) is { Length: > 0 } change ? TuneSheet.Open(_rules, change) : null;

    /// <summary>Gets the text of a field.</summary>
    public string Text(string field) => _fields.GetValueOrDefault(field).ToString();

    private SimulateForm FormOf(Dictionary<string, StringValues> fields) =>
        new(fields, Defaults(), Plan, [.. Presets.Select(preset => preset.Id!), RuleSetLoader.DefaultSiteParameters], Packs.Names);

    private void ListRuns()
    {
        try
        {
            Runs = desk.List();
        }
        catch (InvalidInputException exception)
        {
            RunsProblem = exception.Message;
        }
    }

    /// <summary>Gets the fields that the page fills in by itself.</summary>
    private Dictionary<string, StringValues> Defaults() => new(StringComparer.Ordinal)
    {
        ["charts"] = Packs.Names.Count > 0 ? SimulateForm.PackPrefix + Packs.Names[0] : SimulateForm.Demo,
        ["patients"] = "1000",
        ["seed"] = "14",
        ["calls"] = SimulateForm.Replay,
        ["order"] = SimulateForm.Orders.First().Key,
        ["on"] = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}
