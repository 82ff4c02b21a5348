using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Host.Health;
using CdsHooks.Service.Host.Status;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Pages.Analytics;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Home;

/// <summary>The first page: the purpose of the service, its state, and the ways on.</summary>
internal sealed class HomePage(
    RuleBook book, ClientRegistry clients, DecisionLog decisions, AnalyticsDesk analytics, Readiness readiness, IEnumerable<IReadinessCause> parts, TimeProvider clock) : PageModel
{
    private const int Shown = 5;

    // The first page is there at once; what is not counted by then is counted for the next visit.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Gets the rules in force.</summary>
    public RulesSnapshot Rules { get; } = book.Current;

    /// <summary>Gets the version of the rules in shadow; null when there are none.</summary>
    public string? ShadowVersion { get; } = book.Shadow?.Version;

    /// <summary>Gets the troubles that readiness reports, one sentence each.</summary>
    public IReadOnlyList<string> Troubles { get; } = [.. parts.Select(part => part.Cause).OfType<string>()];

    /// <summary>Gets <c>starting</c> or <c>stopping</c>; null when calls are answered.</summary>
    public string? Obstacle { get; } = readiness.Obstacle;

    /// <summary>Gets the clients that have a registration.</summary>
    public IReadOnlyList<Client> Clients { get; } = [.. clients.Registered];

    /// <summary>Gets the latest decisions, newest first; null when the store does not answer.</summary>
    public IReadOnlyList<DecisionRecord>? Decisions { get; private set; }

    /// <summary>Gets the counts of the last weeks; null when the store does not answer.</summary>
    public Analysis? Counts { get; private set; }

    /// <summary>Gets the names of what is counted.</summary>
    public PlanNames Names { get; } = new(book.Current);

    public async Task OnGetAsync()
    {
        Decisions = await TryAsync(() => decisions.ReadLatestAsync(Shown, HttpContext.RequestAborted));
        Counts = Decisions is null ? null : await TryAsync(() => analytics.ReadAsync(AnalyticsFilter.Usual(clock), Patience, withCriteria: false, HttpContext.RequestAborted));
    }

    /// <summary>Puts the time since an instant into words.</summary>
    public string Ago(DateTimeOffset at) => (clock.GetUtcNow() - at) switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } passed => $"{(int)passed.TotalMinutes} min ago",
        { TotalDays: < 1 } passed => $"{(int)passed.TotalHours} h ago",
        var passed => $"{(int)passed.TotalDays} d ago",
    };

    /// <summary>Gets the name of a card's kind as the plan displays it; null for no card.</summary>
    public string? CardName(DecisionRecord decision) => decision.CardKind is not { } kind
        ? null
        : Rules.Services.Values.SelectMany(service => service.Plan.Cards.Cards).FirstOrDefault(card => string.Equals(card.Id, kind, StringComparison.Ordinal))?.Display ?? kind;

    private static async Task<T?> TryAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
