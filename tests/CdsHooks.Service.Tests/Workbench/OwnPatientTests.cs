using System.Net;
using System.Text.Json;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Workbench;

/// <summary>A patient of a FHIR server in the sandbox.</summary>
[Collection(RealServers.Name)]
public sealed class OwnPatientTests(FhirServer server) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await server.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_patient_is_fetched_and_shown_and_signed_like_a_sample()
    {
        using var request = JsonDocument.Parse(Some.Case("v27-translation-4-1-mm"));
        await server.LoadAsync(request.RootElement);
        await using var app = new ServiceApp();

        using var response = await WorkbenchForm.PostAsync(app, "/sandbox/own", "/sandbox/own?handler=Patient", ("Server", server.Address.ToString().TrimEnd('/')), ("Patient", "pat-v27"));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        using var client = app.CreateClient();
        var page = await client.GetStringAsync(response.Headers.Location, TestContext.Current.CancellationToken);

        Assert.Contains("instability documented", page, StringComparison.Ordinal);
        Assert.Contains("id=\"rec-Observation-film-1\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("pat-v27", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_patient_that_the_server_does_not_have_is_said_so()
    {
        await using var app = new ServiceApp();

        using var response = await WorkbenchForm.PostAsync(app, "/sandbox/own", "/sandbox/own?handler=Patient", ("Server", server.Address.ToString().TrimEnd('/')), ("Patient", "nobody"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("The server has no such patient", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
