using System.Net;
using System.Text.Json;
using CdsHooks.Service.Tests.Tune;
using Xunit;

namespace CdsHooks.Service.Tests.Simulate;

/// <summary>Starts simulations as a person does, and waits for their end.</summary>
internal static class Simulating
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The fields of the synthetic cohort.</summary>
    public static (string Name, string? Value)[] Demo(int patients = 120) =>
        [("charts", "demo"), ("patients", $"{patients}"), ("seed", "14"), ("calls", "replay"), ("preset", null)];

    /// <summary>The fields of a made-up order for each patient of the synthetic cohort.</summary>
    public static (string Name, string? Value)[] WhatIf() => [.. Demo().Where(field => field.Name is not "calls"), ("calls", "what-if"), ("order", "cpt-22630"), ("on", "2026-05-31")];

    /// <summary>Sends the form of a new run.</summary>
    public static async Task StartAsync(this Browser browser, params (string Name, string? Value)[] fields)
    {
        await browser.OpenAsync("/simulate");
        await browser.SendAsync("Start", fields);
    }

    /// <summary>Waits until the run that is open has another state than running.</summary>
    /// <returns>The address of the run.</returns>
    public static async Task<string> EndAsync(this Browser browser)
    {
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.StartsWith("/simulate/", browser.Address, StringComparison.Ordinal);
        var address = browser.Address;
        using CancellationTokenSource patience = new(Patience);
        while (browser.Page.Contains(">running</span>", StringComparison.Ordinal))
        {
            // A run stands behind whatever else the machine does, and this asking is part of that.
            await Task.Delay(Pause, patience.Token);
            await browser.OpenAsync(address);
        }

        Assert.Contains("<h1>Simulation of", browser.Page, StringComparison.Ordinal);
        return address;
    }

    /// <summary>Reads the result of a run.</summary>
    public static async Task<JsonElement> ReportAsync(this Browser browser, string address)
    {
        await browser.OpenAsync($"{address}?format=json");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        using var json = JsonDocument.Parse(browser.Bytes);
        return json.RootElement.Clone();
    }
}
