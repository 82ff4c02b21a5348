using System.Net;
using System.Net.Sockets;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.People;

/// <summary>What to enter at an EHR, made for this instance; and checks that make the service call out, by its rules.</summary>
public sealed class ConnectTests : IAsyncDisposable
{
    private const string User = "X-User";
    private const string Roles = "X-Roles";
    private static readonly Uri Check = new("https://cds.hospital.example/connect/check");
    private static readonly Person Editor = new("edda", "edda", PersonRole.RuleEditor);

    private readonly ServiceApp _app = new()
    {
        Environment = "Production",
        Settings = Some.Settings(
            ("Access:AllowAnonymous", "true"),
            ("Hosting:PublicUrl", "https://cds.hospital.example"),
            ("Proxy:TrustedAddresses:0", "127.0.0.1"),
            ("Workbench:IsOn", "true"),
            ("Workbench:ProxyIdentity:UserHeader", User),
            ("Workbench:ProxyIdentity:RolesHeader", Roles),
            ("Workbench:ReaderRoles:0", "readers"),
            ("Workbench:EditorRoles:0", "editors")),
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("?ehr=epic&prefetch=full", "observationsVitalSigns", "Observation?patient={{context.patientId}}&category=vital-signs", "https://cds.hospital.example/cds-services/lumbar-fusion-order-sign/feedback")]
    [InlineData("?ehr=oracle&prefetch=full", "\"carePlans\": \"CarePlan?patient={{context.patientId}}\"", "TENANT-ID-OF-THE-HOSPITAL", "scholars.uab.edu")]
    [InlineData("?ehr=other", "\"procedures\": \"Procedure?patient={{context.patientId}}\"", "https://EHR-HOST/.well-known/jwks.json", "\"PublicUrl\": \"https://cds.hospital.example\"")]
    [InlineData("?ehr=other&prefetch=advertised", "\"observations\": \"Observation?patient={{context.patientId}}\"", "GET /cds-services of this instance", "at most 60 minutes apart")]
    [InlineData("?ehr=nonsense&prefetch=nonsense", "Add CDS Services", "https://cds.hospital.example/cds-services", "\"patient\": \"Patient/{{context.patientId}}\"")]
    public async Task The_page_says_what_to_enter_for_this_instance(string query, params string[] words)
    {
        using var response = await _app.SendAsync(HttpMethod.Get, new Uri(new Uri("https://cds.hospital.example/connect"), query), null, (User, "riley"), (Roles, "readers"));
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.All(words, word => Assert.Contains(word, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Readers_are_told_that_the_checks_are_for_editors_and_cannot_run_them()
    {
        using var page = await _app.SendAsync(HttpMethod.Get, Check, null, (User, "riley"), (Roles, "readers"));
        var (token, cookie) = _app.FormFor(new Person("riley", "riley", PersonRole.Reader));
        using var run = await _app.SendAsync(HttpMethod.Post, Check, PageRequest.Form(token), (User, "riley"), (Roles, "readers"), ("Cookie", cookie));

        Assert.DoesNotContain("Run the checks", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, run.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task Checks_reach_nothing_inside(string host)
    {
        using TcpListener inside = new(IPAddress.IPv6Any, 0);
        inside.Server.DualMode = true;
        inside.Start();
        var address = $"http://{host}:{((IPEndPoint)inside.LocalEndpoint).Port}";

        using var response = await RunAsync(("Form.Address", address), ("Form.KeySet", $"{address}/jwks.json"), ("Form.FhirServer", $"{address}/fhir"), ("Form.Token", "Quxbrindlewick"));
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(inside.Pending(), "A connection was made.");
        Assert.Contains("The deployment could not be reached", page, StringComparison.Ordinal);
        Assert.False(Sentinel.IsIn(page), "The page repeats the token.");
        Assert.False(Sentinel.IsIn(string.Join('\n', _app.Logs.Lines)), "The log repeats the token.");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user@ehr.example")]
    [InlineData("https://ehr.example/?a=b")]
    [InlineData("ehr.example")]
    [InlineData("")]
    public async Task Only_plain_addresses_are_checked(string address)
    {
        using var response = await RunAsync(("Form.Address", address));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Run the checks", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> RunAsync(params (string Name, string Value)[] fields)
    {
        var (token, cookie) = _app.FormFor(Editor);
        FormUrlEncodedContent form = new(fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await _app.SendAsync(HttpMethod.Post, Check, form, (User, Editor.Id), (Roles, "editors"), ("Cookie", cookie));
    }
}
