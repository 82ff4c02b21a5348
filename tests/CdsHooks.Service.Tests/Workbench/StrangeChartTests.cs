using System.Net;
using System.Text;
using CdsHooks.Service.Tests.Fuzz;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Workbench;

/// <summary>Whatever a pasted request holds, it is shown or refused: the page never fails, and never lets it act as a part of the page.</summary>
public sealed class StrangeChartTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private const int Tries = 120;

    private static readonly string[] Cases = ["v02-pt-five-weeks", "v25-translation-3-5-mm", "retrieval-full-chart", "v65-foot-drop-improving"];

    [Fact]
    public async Task A_strange_request_is_shown_or_refused()
    {
        FuzzDice dice = new(20261130, 0);
        JsonMutator mutator = new(dice);
        using var client = app.CreateClient();
        var shown = 0;
        for (var time = 0; time < Tries; time++)
        {
            var json = Encoding.UTF8.GetString(mutator.Mutate(Encoding.UTF8.GetBytes(Some.Case(dice.Of(Cases))), Encoding.UTF8.GetBytes(Some.Case(dice.Of(Cases)))));
            using var kept = await WorkbenchForm.PostAsync(app, "/sandbox/own", "/sandbox/own?handler=Request", ("Json", json), ("AsOf", "2026-06-01"));
            if (kept.StatusCode is HttpStatusCode.BadRequest)
            {
                continue;
            }

            Assert.True(kept.StatusCode is HttpStatusCode.Redirect, $"Try {time}: {kept.StatusCode}");
            using var page = await client.GetAsync(kept.Headers.Location, TestContext.Current.CancellationToken);
            var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(page.StatusCode is HttpStatusCode.OK, $"Try {time}: {page.StatusCode}\n{string.Join('\n', app.Logs.Lines.TakeLast(3))}");
            Assert.DoesNotContain("<script>alert", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("href=\"javascript:", html, StringComparison.OrdinalIgnoreCase);
            shown++;
        }

        Assert.True(shown > Tries / 3, $"Only {shown} of {Tries} were shown.");
    }
}
