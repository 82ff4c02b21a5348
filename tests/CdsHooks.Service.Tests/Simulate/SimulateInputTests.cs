using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.Tune;
using Xunit;

namespace CdsHooks.Service.Tests.Simulate;

/// <summary>What is wrong in the form of a new simulation is said by the name of its field, and never repeated.</summary>
public sealed class SimulateInputTests : IAsyncDisposable
{
    private const string Secret = "Marchbanksworth";

    private readonly ServiceApp _app = new();
    private readonly Browser _browser;

    public SimulateInputTests() => _browser = new Browser(_app);

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("charts", Secret, "Charts: choose one of the list.")]
    [InlineData("charts", "pack:../../etc", "Charts: choose one of the list.")]
    [InlineData("patients", Secret, "Patients: a whole number from 50 to 5,000 is expected.")]
    [InlineData("patients", "49", "Patients: a whole number from 50 to 5,000 is expected.")]
    [InlineData("patients", "1000000", "Patients: a whole number from 50 to 5,000 is expected.")]
    [InlineData("seed", "-1", "Seed: a whole number from 0 to 1,000,000 is expected.")]
    [InlineData("calls", Secret, "Calls: choose the orders in the charts, or a made-up order.")]
    [InlineData("from", Secret, "From: a day like 2026-06-01 is expected.")]
    [InlineData("until", "0001-01-01", "Until: a day like 2026-06-01 is expected.")]
    [InlineData("preset", Secret, "Site parameters: choose one of the list.")]
    [InlineData("set.pt.minWeeks", Secret, "pt.minWeeks: it may be 4 to 12 weeks, in whole numbers")]
    [InlineData("set.pt.minWeeks", "53", "pt.minWeeks: it may be 4 to 12 weeks, in whole numbers")]
    [InlineData("sweep1", Secret, "Threshold: choose one of the list.")]
    [InlineData("change", Secret, "Candidate: The change made on Tune is damaged, or was made on other rules.")]
    public async Task A_wrong_field_is_named_and_nothing_starts(string field, string value, string error)
    {
        await _browser.StartAsync([.. Simulating.Demo().Where(one => !string.Equals(one.Name, field, StringComparison.Ordinal)), (field, value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, _browser.Status);
        Assert.Contains(error, _browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, _browser.Words, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_app.Runs));
        Assert.DoesNotContain(_app.Logs.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_period_that_ends_before_it_begins_is_refused()
    {
        await _browser.StartAsync([.. Simulating.Demo(), ("from", "2026-02-01"), ("until", "2026-01-31")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, _browser.Status);
        Assert.Contains("Until: the last day is before the first one.", _browser.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8.5", "pt.minWeeks: it may be 4 to 12 weeks, in whole numbers; values are separated by commas.")]
    [InlineData("4;5", "values are separated by commas.")]
    [InlineData("4 5 6", "values are separated by commas.")]
    [InlineData("4,53", "pt.minWeeks: it may be 4 to 12 weeks, in whole numbers")]
    [InlineData("", "Values: 1 to 24 values in all")]
    [InlineData("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25", "Values: 1 to 24 values in all")]
    [InlineData(Secret, "pt.minWeeks: it may be 4 to 12 weeks, in whole numbers")]
    public async Task Wrong_values_of_a_sweep_are_refused(string values, string error)
    {
        await _browser.StartAsync([.. Simulating.Demo(), ("sweep1", "pt.minWeeks"), ("values1", values)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, _browser.Status);
        Assert.Contains(error, _browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, _browser.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("order", Secret, "Order: choose one of the list.")]
    [InlineData("on", "", "Day of the order: a day like 2026-06-01 is expected.")]
    [InlineData("on", Secret, "Day of the order: a day like 2026-06-01 is expected.")]
    [InlineData("where", Secret, "Patients with: at most 10 lines")]
    [InlineData("where", $"Condition?code:in={Secret}", "Patients with: at most 10 lines")]
    public async Task A_wrong_field_of_a_what_if_is_named(string field, string value, string error)
    {
        await _browser.StartAsync([.. Simulating.WhatIf().Where(one => !string.Equals(one.Name, field, StringComparison.Ordinal)), (field, value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, _browser.Status);
        Assert.Contains(error, _browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, ErrorsOf(_browser.Page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("where", "Condition?code:in=low-back-pain", "Patients with: the orders in the charts are judged.")]
    [InlineData("on", "2026-05-31", "Day of the order: the orders in the charts are judged.")]
    [InlineData("order", "cpt-22612", "Order: the orders in the charts are judged.")]
    [InlineData("values2", "4,5", "Values: choose the threshold that they are of, or clear them.")]
    [InlineData("set.nothing.such", "1", "Candidate: the rules have one of these parameters no more.")]
    public async Task A_field_of_a_choice_that_was_not_made_is_not_ignored(string field, string value, string error)
    {
        await _browser.StartAsync([.. Simulating.Demo(), (field, value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, _browser.Status);
        Assert.Contains(error, _browser.Words, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_app.Runs));
    }

    [Theory]
    [InlineData("from", "2026-02-01", "From: a made-up order has a day of its own.")]
    [InlineData("until", "2026-01-31", "Until: a made-up order has a day of its own.")]
    public async Task A_period_does_not_go_with_a_made_up_order(string field, string value, string error)
    {
        await _browser.StartAsync([.. Simulating.WhatIf(), (field, value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, _browser.Status);
        Assert.Contains(error, _browser.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("patients", "300", "Synthetic patients: a pack is chosen, which has its own.")]
    [InlineData("seed", "15", "Seed: a pack is chosen, which has none.")]
    public async Task The_size_of_a_synthetic_cohort_does_not_go_with_a_pack(string field, string value, string error)
    {
        var packs = Directory.CreateTempSubdirectory("cdshooks-packs-");
        try
        {
            SyntheticPack.Write(Path.Combine(packs.FullName, "small"), 60);
            await using ServiceApp app = new() { Settings = Some.Settings(("Workbench:Simulation:PacksFolder", packs.FullName)) };
            using Browser browser = new(app);
            await browser.StartAsync(("charts", "pack:small"), ("calls", "replay"), (field, value));

            Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
            Assert.Contains(error, browser.Words, StringComparison.Ordinal);
        }
        finally
        {
            packs.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData($"set={Secret}=1", "Parameters to set: 1 is left out")]
    [InlineData("set=pt.minWeeks", "Parameters to set: 1 is left out")]
    [InlineData($"set=pt.minWeeks={Secret}", "pt.minWeeks: it may be 4 to 12 weeks")]
    [InlineData($"preset={Secret}", "Site parameters: choose one of the list.")]
    [InlineData("charts=pack:gone", "Charts: choose one of the list. A pack that was there may be gone.")]
    [InlineData($"calls={Secret}", "Calls: choose the orders in the charts, or a made-up order.")]
    [InlineData($"calls=what-if&order={Secret}", "Order: choose one of the list.")]
    [InlineData($"sweep={Secret}=4,5", "Thresholds to sweep: 1 is left out")]
    [InlineData("sweep=pt.minWeeks=4&sweep=pt.minWeeks=5&sweep=pt.minWeeks=6&sweep=pt.minWeeks=7", "Thresholds to sweep: 1 is left out, as 3 can be swept at once.")]
    [InlineData("change=x&preset=nass", "Site parameters: left out, as a change made on Tune starts from those in force.")]
    [InlineData($"wher={Secret}", "Members of the address: 1 is left out, as this page has no such field.")]
    public async Task What_an_address_names_and_is_not_there_is_told(string query, string words)
    {
        await _browser.OpenAsync($"/simulate?{query}");

        Assert.Equal(HttpStatusCode.OK, _browser.Status);
        Assert.Contains("Not all of this address can be used:", _browser.Words, StringComparison.Ordinal);
        Assert.Contains(words, _browser.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, _browser.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_can_be_used_is_not_warned_about()
    {
        await _browser.OpenAsync("/simulate?set=pt.minWeeks%3D8&sweep=pt.minWeeks%3D4,5,6,8&preset=nass");

        Assert.DoesNotContain("Not all of this address", _browser.Words, StringComparison.Ordinal);
        Assert.Single(_browser.Page.Split('\n'), line => line.Contains("value=\"seed\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/simulate/../../etc/passwd")]
    [InlineData("/simulate/%2e%2e%2f%2e%2e")]
    [InlineData("/simulate/0123456789abcdef")]
    [InlineData("/simulate/0123456789abcdef/flips")]
    [InlineData("/simulate/0123456789ABCDEF")]
    public async Task A_run_that_is_not_there_is_not_found(string address)
    {
        await _browser.OpenAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, _browser.Status);
    }

    private static string ErrorsOf(string page) => page[page.IndexOf("id=\"wrong\"", StringComparison.Ordinal)..page.IndexOf("id=\"runs\"", StringComparison.Ordinal)];
}
