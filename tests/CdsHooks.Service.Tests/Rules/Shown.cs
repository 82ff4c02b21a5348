using System.Text.Json;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Rules;

/// <summary>What a running service shows of its rules.</summary>
internal static class Shown
{
    /// <summary>A call whose card is a shared decision while six weeks of therapy are enough.</summary>
    public const string SixWeeks = "v05-pt-exactly-six-weeks";

    private static readonly (string Name, string Value) EvaluationDate = ("X-CDS-As-Of", "2026-06-01");

    /// <summary>The kind of the card for a case; empty for none.</summary>
    public static async Task<string> KindAsync(this ServiceApp app, string name = SixWeeks) => (await app.CardAsync(name))?.GetProperty("source").GetProperty("topic").GetProperty("code").GetString() ?? "";

    public static async Task<JsonElement?> CardAsync(this ServiceApp app, string name = SixWeeks, Func<string, string>? change = null)
    {
        var body = Some.Case(name);
        using var response = await app.PostAsync(change?.Invoke(body) ?? body, EvaluationDate);
        Assert.True(response.IsSuccessStatusCode);
        var cards = (await response.JsonAsync()).GetProperty("cards");
        return cards.GetArrayLength() == 0 ? null : cards[0];
    }

    public static async Task<JsonElement> ReadyAsync(this ServiceApp app)
    {
        using var client = app.CreateClient();
        using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
        return await response.JsonAsync();
    }

    public static Task<JsonElement> ReadyAsync(this ServiceApp app, string status) =>
        Eventually.SeeAsync(app.ReadyAsync, ready => ready.GetProperty("status").ValueEquals(status));

    public static string VersionOf(this ServiceApp app) => app.Services.GetRequiredService<RuleBook>().Current.Version;

    /// <summary>Waits until other rules are in force than those of a version.</summary>
    public static Task<string> OtherVersionAsync(this ServiceApp app, string former) =>
        Eventually.SeeAsync(() => Task.FromResult(app.VersionOf()), version => !string.Equals(version, former, StringComparison.Ordinal));

    public static async Task<string> GetAsync(this ServiceApp app, string path)
    {
        using var client = app.CreateClient();
        return await client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
    }
}
