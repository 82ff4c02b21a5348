using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>Another procedure is a folder of FHIR resources and a discovery document: the host is told where they lie, and that is all.</summary>
public sealed class SecondProcedureTests
{
    private static readonly string Folder = Path.Combine(Some.Repository, "tests", "second-procedure");

    [Theory]
    [InlineData("too-little-exercise", true)]
    [InlineData("another-order", false)]
    public async Task The_host_serves_it(string name, bool hasCard)
    {
        await using var app = new ServiceApp
        {
            Settings = Some.Settings(
                ("Rules:Directory", Path.Combine(Folder, "fhir-profiles")), ("Discovery:File", Path.Combine(Folder, "cds-services.json"))),
        };
        using var client = app.CreateClient();
        using var discovery = await client.GetAsync(new Uri("/cds-services", UriKind.Relative), TestContext.Current.CancellationToken);
        var id = (await discovery.JsonAsync()).GetProperty("services")[0].GetProperty("id").GetString();
        using var request = Some.Json(await File.ReadAllTextAsync(Path.Combine(Folder, "cases", name, "request.json"), TestContext.Current.CancellationToken));

        using var response = await client.PostAsync(new Uri($"/cds-services/{id}", UriKind.Relative), request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(hasCard ? 1 : 0, (await response.JsonAsync()).GetProperty("cards").GetArrayLength());
    }
}
