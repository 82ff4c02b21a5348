using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.Feedback;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>What an app has in its store.</summary>
internal static class Kept
{
    private const int All = 10_000;

    public static Task<List<RecordedFeedback>> FeedbackIn(ServiceApp app) =>
        app.Services.GetRequiredService<FeedbackLog>().ReadAsync(DateTimeOffset.UnixEpoch, All, TestContext.Current.CancellationToken);

    public static Task<List<DecisionRecord>> DecisionsIn(ServiceApp app) =>
        app.Services.GetRequiredService<DecisionLog>().ReadAsync(DateTimeOffset.UnixEpoch, All, TestContext.Current.CancellationToken);

    /// <summary>Decisions are written beside the answers, so one may have to wait for them.</summary>
    public static Task<List<DecisionRecord>> DecisionsIn(ServiceApp app, int count) =>
        Eventually.SeeAsync(() => DecisionsIn(app), decisions => decisions.Count >= count);
}
