using System.Globalization;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Pages.Rules;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Service.Pages.Tune;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>Starts simulations, and lists them.</summary>
internal sealed class SimulatePage(RuleBook book, RunDesk desk, PackShelf packs, Audit audit, TimeProvider clock) : PageModel
{
    private readonly RulesSnapshot _rules = book.Current;

    private Dictionary<string, StringValues> _fields = new(StringComparer.Ordinal);

    /// <summary>Gets the errors by the name of their field.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets why a right form started nothing; null for no reason.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Gets the runs, newest first.</summary>
    public IReadOnlyList<KeptRun> Runs => desk.List();

    /// <summary>Gets the names of the packs.</summary>
    public IReadOnlyList<string> Packs { get; } = packs.List();

    /// <summary>Gets a value indicating whether a folder of packs is configured.</summary>
    public bool HasPacks => packs.IsOn;

    /// <summary>Gets a value indicating whether this person may start a run.</summary>
    public bool MayRun => Person.Of(User)?.MayEdit is true;

    /// <summary>Gets the site parameters that a candidate may have.</summary>
    public IReadOnlyList<KnowledgeResource> Presets { get; private set; } = [];

    /// <summary>Gets the parameters of the plan, by the criterion that reads them.</summary>
    public IReadOnlyList<ParameterGroup> Groups => ParameterGroup.Of(ReadPlan.All(_rules)[0].Text);

    /// <summary>Gets the plan in force.</summary>
    public CompiledPlan Plan => RunSetup.PlanOf(_rules);

    public void OnGet()
    {
        Presets = RunSetup.PresetsOf(_rules);
        foreach (var (name, value) in Defaults())
        {
            _fields[name] = value;
        }

        foreach (var (name, value) in Request.Query)
        {
            _fields[name] = value;
        }

        FillIn(SimulateLink.Set, (name, value, _) => _fields[SimulateForm.ParameterPrefix + name] = value);
        FillIn("sweep", (name, value, number) => (_fields[$"sweep{number}"], _fields[$"values{number}"]) = (name, value));
    }

    public IActionResult OnPostStart()
    {
        Presets = RunSetup.PresetsOf(_rules);
        _fields = Request.Form.ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
        SimulateForm form = new(Request.Form, Plan, [.. Presets.Select(preset => preset.Id!), RuleSetLoader.DefaultSiteParameters], Packs);
        var spec = form.Read(clock.GetUtcNow(), _rules) is { } read ? read with { TunedWords = Tuned?.InWords() ?? [] } : null;
        Errors = form.Errors;
        if (spec is null)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        Refusal = RefusalOf(spec);
        if (Refusal is not null)
        {
            Response.StatusCode = StatusCodes.Status409Conflict;
            return Page();
        }

        audit.Changed(Person.Of(User)!, "started a simulation", spec.Id);
        return Redirect($"{SimulateLink.Path}/{spec.Id}");
    }

    /// <summary>Gets the change made on Tune that the candidate is; null for none.</summary>
    public TuneSheet? Tuned => Text(TunedRules.Change) is { Length: > 0 } change ? TuneSheet.Open(_rules, change) : null;

    /// <summary>Gets the text of a field.</summary>
    public string Text(string field) => _fields.GetValueOrDefault(field).ToString();

    /// <summary>Starts a run.</summary>
    /// <returns>Why it cannot be started; null when it was.</returns>
    private string? RefusalOf(RunSpec spec)
    {
        try
        {
            return desk.TryStart(spec) ? null
                : desk.Active is null ? $"{RunShelf.MaxRuns} runs are kept. Remove one first."
                : "Another run is being worked on. Wait for it, or stop it.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "The folder of the runs cannot be written (Workbench:Simulation:RunsFolder).";
        }
    }

    /// <summary>Takes <c>name=value</c> from the address into the fields of the form, where the plan has such a parameter.</summary>
    private void FillIn(string member, Action<string, string, int> fill)
    {
        var number = 0;
        foreach (var text in Request.Query[member].OfType<string>())
        {
            if (text.Split('=', 2) is [{ Length: > 0 } name, var value] && Plan.Rules.Parameters.Find(name) is not null && ++number <= (member is SimulateLink.Set ? int.MaxValue : SimulateForm.Sweeps))
            {
                fill(name, value, number);
            }
        }
    }

    private IEnumerable<(string Name, string Value)> Defaults()
    {
        yield return ("charts", Packs.Count > 0 ? SimulateForm.PackPrefix + Packs[0] : SimulateForm.Demo);
        yield return ("patients", "1000");
        yield return ("seed", "14");
        yield return ("calls", "replay");
        yield return ("on", clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }
}
