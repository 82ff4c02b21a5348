using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CdsHooks.EndToEnd.Tests.Replicas;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.People;

/// <summary>The workbench behind a real nginx that knows people, as docs/deploy/nginx-workbench.conf says.</summary>
public sealed class ProxySignInTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-proxied-");
    private readonly TestCertificate _certificate = new();
    private readonly Nginx _nginx;
    private readonly ServiceProcess _service;
    private readonly HttpClient _browser;

    public ProxySignInTests()
    {
        _nginx = new Nginx(_certificate, "edda:{PLAIN}one\nriley:{PLAIN}two\n");
        _browser = _certificate.NewClient(_nginx.Workbench);
        _service = new ServiceProcess(
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("Access:AllowAnonymous", "true"),
            ("Store:ConnectionString", $"Data Source={Path.Combine(_folder.FullName, "store.db")}"),
            ("Proxy:TrustedAddresses:0", "127.0.0.1"),
            ("Workbench:IsOn", "true"),
            ("Workbench:ProxyIdentity:UserHeader", "X-Workbench-User"),
            ("Workbench:ProxyIdentity:RolesHeader", "X-Workbench-Roles"),
            ("Workbench:ReaderRoles:0", "readers"),
            ("Workbench:EditorRoles:0", "editors"),
        ]);
    }

    public async ValueTask InitializeAsync()
    {
        await _service.InitializeAsync();
        await _nginx.UseAsync([_service.Client.BaseAddress!]);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _nginx.DisposeAsync();
        await _service.DisposeAsync();
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Only_those_whom_nginx_knows_see_pages_under_their_own_name_and_role()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(_nginx.Workbench)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(_nginx.Workbench, "edda:wrong")).Status);

        var (status, page) = await SendAsync(_nginx.Workbench, "riley:two");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("riley", page, StringComparison.Ordinal);
        Assert.DoesNotContain("rule editor", page, StringComparison.Ordinal);
        Assert.Contains("rule editor", (await SendAsync(_nginx.Workbench, "edda:one")).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_that_a_person_sends_along_are_replaced()
    {
        var (status, page) = await SendAsync(_nginx.Workbench, "riley:two", ("X-Workbench-User", "mallory"), ("X-Workbench-Roles", "editors"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("mallory", page, StringComparison.Ordinal);
        Assert.DoesNotContain("rule editor", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_address_of_the_EHR_nobody_is_known()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(_nginx.Address, null, ("X-Workbench-User", "mallory"), ("X-Workbench-Roles", "editors"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(new Uri(_nginx.Address, "/cds-services"))).Status);
    }

    private async Task<(HttpStatusCode Status, string Page)> SendAsync(Uri address, string? password = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        request.Headers.Authorization = password is null ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(password)));
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _browser.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
