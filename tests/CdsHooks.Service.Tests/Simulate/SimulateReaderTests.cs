using System.Net;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.People;
using CdsHooks.Service.Tests.Tune;
using Xunit;

namespace CdsHooks.Service.Tests.Simulate;

/// <summary>In production, readers look at finished runs and open their flips; rule editors start, stop and remove them. Without the workbench there is nothing of it.</summary>
public sealed class SimulateReaderTests : IDisposable
{
    private const string User = "X-Auth-Request-User";
    private const string Groups = "X-Auth-Request-Groups";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-runs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_reader_looks_and_changes_nothing()
    {
        string run;
        await using (ServiceApp development = new() { Settings = Some.Settings(("Workbench:Simulation:RunsFolder", _folder.FullName)) })
        {
            using Browser browser = new(development);
            await browser.StartAsync([.. Simulating.Demo(60), ("set.pt.minWeeks", "12")]);
            run = await browser.EndAsync();
        }

        await using ServiceApp app = new()
        {
            Environment = "Production",
            RemoteAddress = IPAddress.Parse("10.1.2.3"),
            Settings = Some.Settings(
                ("Access:AllowAnonymous", "true"),
                ("Proxy:TrustedAddresses:0", "10.1.2.0/24"),
                ("Workbench:IsOn", "true"),
                ("Workbench:ProxyIdentity:UserHeader", User),
                ("Workbench:ProxyIdentity:RolesHeader", Groups),
                ("Workbench:ReaderRoles:0", "cds-readers"),
                ("Workbench:EditorRoles:0", "cds-editors"),
                ("Workbench:Simulation:RunsFolder", _folder.FullName)),
        };

        var list = await TextOf(app, "/simulate");
        Assert.Contains("Rule editors start simulations.", list, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Start", list, StringComparison.Ordinal);
        var page = await TextOf(app, run);
        Assert.Contains("How often each card comes", page, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Remove", page, StringComparison.Ordinal);
        foreach (var form in new[] { "/simulate?handler=Start", $"{run}?handler=Stop", $"{run}?handler=Continue", $"{run}?handler=Remove" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(app, form));
        }

        Assert.Equal(HttpStatusCode.Redirect, await PostAsync(app, $"{run}/flips?handler=Open&number=0"));
        Assert.Single(Directory.GetDirectories(_folder.FullName));
    }

    [Fact]
    public async Task Without_the_workbench_there_is_no_such_page()
    {
        await using ServiceApp app = new() { Environment = "Production", Settings = Some.Settings(("Access:AllowAnonymous", "true")) };
        using var client = app.CreateClient();
        using var response = await client.GetAsync(new Uri("/simulate", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<string> TextOf(ServiceApp app, string path)
    {
        using var response = await app.SendAsync(HttpMethod.Get, new Uri($"https://cds.hospital.example{path}"), null, (User, "rita"), (Groups, "cds-readers"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> PostAsync(ServiceApp app, string path)
    {
        var (token, cookie) = app.FormFor(new Person("rita", "rita", PersonRole.Reader));
        using var response = await app.SendAsync(HttpMethod.Post, new Uri($"https://cds.hospital.example{path}"), PageRequest.Form(token), (User, "rita"), (Groups, "cds-readers"), ("Cookie", cookie));
        return response.StatusCode;
    }
}
