using CdsHooks.Decision.Hooks;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Pages.Sandbox;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Simulation.Reports;
using CdsHooks.Simulation.Results;
using CdsHooks.Simulation.Runs;
using CdsHooks.Workbench;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>The calls of a run that the two sets of rules judge differently; each can be opened in the sandbox.</summary>
[ChangesNothing]
internal sealed class FlipsPage(RunDesk desk, RunWork work, RunShelf shelf, RuleBook book, OwnCharts charts) : PageModel
{
    private const int PageSize = 25;

    /// <summary>Gets the run.</summary>
    public KeptRun Run { get; private set; } = null!;

    /// <summary>Gets the result; null when it cannot be read.</summary>
    public SimulationReport? Report { get; private set; }

    /// <summary>Gets what is wrong, in one sentence; null for nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Gets the filter of the address.</summary>
    public FlipFilter Filter { get; private set; } = new();

    /// <summary>Gets the flips of this page of the list, each with its number in the result.</summary>
    public IReadOnlyList<(long Number, Flip Flip)> Flips { get; private set; } = [];

    /// <summary>Gets the number of flips that the filter lets pass.</summary>
    public long Found { get; private set; }

    /// <summary>Gets the number of the last page of the list.</summary>
    public int LastPage => (int)Math.Max(1, (Found + PageSize - 1) / PageSize);

    /// <summary>Gets a value indicating whether the rules in force are still those of the run.</summary>
    public bool AreRulesTheSame => string.Equals(Run.Spec?.Rules, book.Current.Version, StringComparison.Ordinal);

    public IActionResult OnGet(string id)
    {
        if (!Open(id))
        {
            return NotFound();
        }

        Show();
        return Page();
    }

    /// <summary>Opens a flip in the sandbox: the chart as it was on its day, judged by the candidate and by the rules in force.</summary>
    /// <param name="id">The run.</param>
    /// <param name="number">The number of the flip in the result. An address has no patient.</param>
    public IActionResult OnPostOpen(string id, long number)
    {
        if (!Open(id))
        {
            return NotFound();
        }

        try
        {
            // The whole file is checked first: what was changed in it is no flip of anybody.
            Filter = FlipFilter.Read(Request.Query, shelf.ReportOf(id));
            if (Read(number) is not var (header, flip))
            {
                return NotFound();
            }

            var request = new CallFinder(work.Open(Run.Spec!, header.Pack)).Find(flip.Patient, flip.Date);
            if (request.Length <= OwnCharts.MaxBytes && StrictJson.Object(request) is { } json)
            {
                var name = charts.Keep($"Simulated order of {flip.Date:yyyy-MM-dd}", json, flip.Date, back: AddressOf(Filter));
                return LocalRedirect(new SandboxState { Patient = name, Hook = HookNames.OrderSign, Parameters = ParametersOf(Run.Spec!) }.Url);
            }

            Problem = "This chart is too large for the sandbox, or has a name twice in a resource. The command cdshooks simulate call writes it.";
        }
        catch (WorkbenchException exception)
        {
            Problem = exception.Message;
        }

        Response.StatusCode = StatusCodes.Status409Conflict;
        Show();
        return Page();
    }

    /// <summary>Gets the address of another page of the list.</summary>
    public string AddressOf(FlipFilter filter) => filter.AddressOf($"{SimulateLink.Path}/{Run.Id}/flips");

    /// <summary>Gets the address that opens a flip of this page of the list.</summary>
    public string OpenAddress => QueryHelpers.AddQueryString(AddressOf(Filter), "handler", "Open");

    private static List<string> ParametersOf(RunSpec spec) =>
    [
        .. spec.Preset is { } preset ? [$"{SimulateLink.Preset}={preset}"] : Array.Empty<string>(),
        .. spec.Tuned is { } tuned ? [$"{TunedRules.Change}={tuned}"] : Array.Empty<string>(),
        .. spec.Changes,
    ];

    private bool Open(string id)
    {
        Run = desk.Find(id)!;
        return Run is { State.Phase: RunPhase.Done or RunPhase.Spoiled, Spec: not null };
    }

    private (SimulationHeader Header, Flip Flip)? Read(long number) => shelf.FlipsOf<(SimulationHeader, Flip)?>(Run.Id, (header, flips) =>
        flips.Where((_, index) => index == number).FirstOrDefault() is { } flip ? (header, flip) : null);

    private void Show()
    {
        try
        {
            Report = shelf.ReportOf(Run.Id);
            Filter = FlipFilter.Read(Request.Query, Report);
            if (Filter.Issue is { } issue)
            {
                Problem = issue;
                Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            List();
        }
        catch (InvalidInputException exception)
        {
            Problem = exception.Message;
        }
    }

    private void List() => Flips = shelf.FlipsOf(Run.Id, (_, flips) =>
    {
        List<(long Number, Flip Flip)> shown = [];
        var first = (long)(Filter.Page - 1) * PageSize;
        var number = 0L;
        foreach (var flip in flips)
        {
            if (Filter.Lets(flip))
            {
                if (Found >= first && Found < first + PageSize)
                {
                    shown.Add((number, flip));
                }

                Found++;
            }

            number++;
        }

        return shown;
    });
}
