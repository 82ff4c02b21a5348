using System.Text;
using System.Text.Json;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Simulation.Reports;
using CdsHooks.Simulation.Runs;
using CdsHooks.Workbench;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>One run: its progress, and its result.</summary>
internal sealed class RunPage(RunDesk desk, RunShelf shelf, RuleBook book, Audit audit) : PageModel
{
    private const string At = "at";

    /// <summary>Gets the run.</summary>
    public KeptRun Run { get; private set; } = null!;

    /// <summary>Gets the result; null while there is none, or none that can be read.</summary>
    public SimulationReport? Report { get; private set; }

    /// <summary>Gets why the result cannot be read; null when it can, or is not there yet.</summary>
    public string? Damage { get; private set; }

    /// <summary>Gets why nothing was done; null for no reason.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Gets a value indicating whether this person may stop, continue and remove runs.</summary>
    public bool MayRun => Person.Of(User)?.MayEdit is true;

    /// <summary>Gets a value indicating whether another run keeps this one from being continued.</summary>
    public bool IsBusy => desk.Active is { } active && !string.Equals(active.Id, Run.Id, StringComparison.Ordinal);

    /// <summary>Gets a value indicating whether the rules in force are still those of the run.</summary>
    public bool AreRulesTheSame => string.Equals(Run.Spec?.Rules, book.Current.Version, StringComparison.Ordinal);

    /// <summary>Gets the progress, the time that is left, and whether the synthetic cohort is still being written; null when nothing is known.</summary>
    public (SimulationProgress Progress, TimeSpan? Left, bool IsWriting)? Progress =>
        desk.Active is { } active && string.Equals(active.Id, Run.Id, StringComparison.Ordinal) && active.Look() is var (progress, left) ? (progress, left, active.IsWriting) : null;

    public IActionResult OnGet(string id, string? format)
    {
        if (!Open(id) || format is not (null or "" or "html" or "json" or "csv"))
        {
            return NotFound();
        }

        Look();
        return string.IsNullOrEmpty(format) ? Page() : Report is null ? Refuse($"There is nothing to download: this run is {RunWords.Of(Run.State.Phase)}.") : Download(format, Report);
    }

    public async Task<IActionResult> OnPostStopAsync(string id)
    {
        if (!Open(id))
        {
            return NotFound();
        }

        await desk.StopAsync(id);
        audit.Changed(Person.Of(User)!, "stopped a simulation", id);
        return Redirect($"{SimulateLink.Path}/{id}");
    }

    public IActionResult OnPostContinue(string id)
    {
        if (!Open(id))
        {
            return NotFound();
        }

        if (desk.Continue(id) is { } refusal)
        {
            return Refuse(refusal);
        }

        audit.Changed(Person.Of(User)!, "continued a simulation", id);
        return Redirect($"{SimulateLink.Path}/{id}");
    }

    public async Task<IActionResult> OnPostRemoveAsync(string id)
    {
        if (!Open(id))
        {
            return NotFound();
        }

        if (await desk.RemoveAsync(id) is { } refusal)
        {
            // It may have been stopped, or half removed.
            return Open(id) ? Refuse(refusal) : NotFound();
        }

        audit.Changed(Person.Of(User)!, "removed a simulation", id);
        return Redirect($"{SimulateLink.Path}?{SimulatePage.Removed}=1");
    }

    /// <summary>Gets the number of the value that is shown of a sweep: the one of the address, else the one in force, else the first.</summary>
    public int ChosenOf(SweepReport sweep)
    {
        var wanted = Request.Query[At].OfType<string>().Where(at => at.StartsWith($"{sweep.Sweep.Parameter}=", StringComparison.Ordinal)).Select(at => at[(sweep.Sweep.Parameter.Length + 1)..]).FirstOrDefault();
        var points = sweep.Points.ToList();
        var chosen = points.FindIndex(point => string.Equals(point.Value, wanted, StringComparison.Ordinal));
        return Math.Max(0, chosen >= 0 ? chosen : points.FindIndex(point => SweepAxis.IsInForce(sweep, point)));
    }

    /// <summary>Gets the address that shows another value of a sweep.</summary>
    public string AddressAt(SweepReport sweep, SweepPointReport point) =>
        $"{SimulateLink.Path}/{Run.Id}{QueryString.Create(At, $"{sweep.Sweep.Parameter}={point.Value}")}#sweep-{Uri.EscapeDataString(sweep.Sweep.Parameter)}";

    private bool Open(string id)
    {
        Run = desk.Find(id)!;
        return Run is not null;
    }

    private PageResult Refuse(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        if (Report is null && Damage is null)
        {
            Look();
        }

        return Page();
    }

    /// <summary>Reads the result, where there should be one.</summary>
    private void Look()
    {
        if (Run.State.Phase is not (RunPhase.Done or RunPhase.Spoiled))
        {
            return;
        }

        try
        {
            Report = shelf.ReportOf(Run.Id);
        }
        catch (InvalidInputException exception)
        {
            Damage = exception.Message;
            Run = Run with { State = Run.State with { Phase = RunPhase.Spoiled } };
        }
    }

    private FileContentResult Download(string format, SimulationReport report)
    {
        var name = $"simulation-{Run.Id}";
        return format switch
        {
            "html" => File(Encoding.UTF8.GetBytes(ReportPage.Of(report)), "text/html; charset=utf-8", $"{name}.html"),
            "json" => File(JsonSerializer.SerializeToUtf8Bytes(report, ReportJson.Default.SimulationReport), "application/json", $"{name}.json"),
            _ => File(CsvTables.Zip(report), "application/zip", $"{name}-csv.zip"),
        };
    }
}
