using System.Diagnostics.CodeAnalysis;
using CdsHooks.Decision.Comparison;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Pages.Tune;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Analytics;

/// <summary>What became of the cards, counted from the recorded decisions and feedback.</summary>
internal sealed class AnalyticsPage(RuleBook book, AnalyticsDesk desk, DecisionLog decisions, StoreState store, IHostEnvironment environment, TimeProvider clock) : PageModel
{
    // The full report reads ten times as many.
    private const int ComparedHere = 2000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Gets the filter of the address.</summary>
    public AnalyticsFilter Filter { get; private set; } = null!;

    /// <summary>Gets the counts; null when the store cannot be read.</summary>
    public Analysis? Counts { get; private set; }

    /// <summary>Gets the names of what is counted.</summary>
    public PlanNames Names { get; } = new(book.Current);

    /// <summary>Gets the cause for which the store cannot be read, in a few words; null when it can.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Gets a value indicating whether the filter asks for a kind of card that no plan in force has and no decision got.</summary>
    public bool IsUnknownKind => Filter.Kind is { } kind && !Names.HasKind(kind) && Counts?.Choices.Kinds.Contains(kind) is false;

    /// <summary>Gets the cause for which decisions cannot be recorded at the moment; null when they can, as far as is known.</summary>
    public string? NotRecording => Filter.IsDemo ? null : store.CauseOf(StorePart.Records);

    /// <summary>Gets a value indicating whether made-up decisions may be shown.</summary>
    public bool MayShowDemo => environment.IsDevelopment();

    /// <summary>Gets the version of the rules in shadow; null for none.</summary>
    public string? ShadowVersion => Filter.IsDemo ? null : book.Shadow?.Version;

    /// <summary>Gets the comparison of the rules in shadow with those that answered; null for none.</summary>
    public ComparisonReport? Shadow { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? format)
    {
        Filter = AnalyticsFilter.Of(Request.Query, clock);
        if ((Filter.IsDemo && !MayShowDemo) || format is not (null or "" or "csv" or "json"))
        {
            return NotFound();
        }

        var isPage = string.IsNullOrEmpty(format);
        if (Filter.Faults.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return isPage ? Page() : Sentence(string.Join(" ", Filter.Faults));
        }

        if (!await TryReadAsync(isPage))
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return isPage ? Page() : Sentence($"The store cannot be read: {Trouble}. This says nothing about the number of decisions.");
        }

        return isPage ? Page() : Export(format is "csv");
    }

    private ContentResult Sentence(string text) => new() { Content = text, ContentType = "text/plain; charset=utf-8", StatusCode = Response.StatusCode };

    private FileContentResult Export(bool isCsv)
    {
        var figures = Figures.Of(Counts!, Names);
        var name = $"analytics{(Filter.IsDemo ? "-demo" : string.Empty)}-{AnalyticsFilter.Text(Filter.From)}-{AnalyticsFilter.Text(Filter.Until)}";
        return isCsv
            ? File(FiguresText.Csv(figures), "text/csv; charset=utf-8", $"{name}.csv")
            : File(FiguresText.Json(figures, Counts!, clock.GetUtcNow()), "application/json", $"{name}.json");
    }

    [SuppressMessage("Maintainability", "CA1508:Avoid dead conditional code", Justification = "The version changes when the rules do.")]
    private async Task<bool> TryReadAsync(bool isPage)
    {
        try
        {
            Counts = await desk.ReadAsync(Filter, Patience, withCriteria: true, HttpContext.RequestAborted);
            if (isPage && ShadowVersion is { } version)
            {
                Shadow = await RecordedComparison.ReadAsync(decisions, version, new DateTimeOffset(Filter.From.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), ComparedHere, HttpContext.RequestAborted);
            }

            return true;
        }
        catch (StoreUnavailableException exception)
        {
            Trouble = exception.Cause;
            return false;
        }
    }
}
