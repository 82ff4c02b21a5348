using System.Net;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.People;

/// <summary>In production behind a proxy that authenticates people: only that proxy is believed, readers read, and editors change.</summary>
public sealed class ProxyIdentityTests : IAsyncDisposable
{
    private const string User = "X-Auth-Request-User";
    private const string Groups = "X-Auth-Request-Groups";
    private static readonly Uri Page = new("https://cds.hospital.example/");

    // A form that may change something; sent empty, it is read and refused.
    private static readonly Uri ChangeForm = new(Page, "/rules/shadow?handler=Discard");

    private readonly ServiceApp _app = new()
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
            ("Workbench:EditorRoles:0", "cds-editors")),
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("cds-readers", HttpStatusCode.OK)]
    [InlineData("staff, cds-editors", HttpStatusCode.OK)]
    [InlineData("staff;cds-readers", HttpStatusCode.OK)]
    [InlineData("staff", HttpStatusCode.Forbidden)]
    [InlineData("CDS-READERS", HttpStatusCode.Forbidden)]
    [InlineData("", HttpStatusCode.Forbidden)]
    public async Task A_page_opens_to_those_with_a_role(string groups, HttpStatusCode status)
    {
        using var response = await _app.SendAsync(HttpMethod.Get, Page, null, (User, "edda"), (Groups, groups));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("10.9.2.3")]
    [InlineData("127.0.0.1")]
    [InlineData("2001:db8::1")]
    public async Task A_header_from_an_address_that_is_not_trusted_is_ignored(string address)
    {
        _app.RemoteAddress = IPAddress.Parse(address);

        using var response = await _app.SendAsync(HttpMethod.Get, Page, null, (User, "mallory"), (Groups, "cds-editors"), ("X-Forwarded-For", "10.1.2.3"), ("X-Original-For", "10.1.2.3"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("does not say who you are", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_behind_the_proxy_has_the_proxys_word_though_the_address_is_the_persons()
    {
        using var response = await _app.SendAsync(HttpMethod.Get, Page, null, (User, "edda"), (Groups, "cds-editors"), ("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Proto", "https"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_header_that_occurs_twice_names_nobody()
    {
        using var response = await _app.SendAsync(HttpMethod.Get, Page, null, (User, "mallory"), (User, "edda"), (Groups, "cds-editors"));
        using var groups = await _app.SendAsync(HttpMethod.Get, Page, null, (User, "edda"), (Groups, "cds-editors"), (Groups, "staff"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, groups.StatusCode);
    }

    [Fact]
    public async Task Without_https_no_page_is_shown()
    {
        using var response = await _app.SendAsync(HttpMethod.Get, new Uri("http://cds.hospital.example/"), null, (User, "edda"), (Groups, "cds-editors"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("https only", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_changes_nothing_and_an_editor_does_with_the_forms_token_and_is_noted()
    {
        Person reader = new("riley", "riley", PersonRole.Reader);
        Person editor = new("edda", "edda", PersonRole.RuleEditor);

        Assert.Equal(HttpStatusCode.Forbidden, await SendFormAsync(reader, "cds-readers", hasToken: true));
        Assert.Equal(HttpStatusCode.BadRequest, await SendFormAsync(editor, "cds-editors", hasToken: false));
        Assert.DoesNotContain(_app.Logs.Lines, line => line.Contains("[2611]", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Conflict, await SendFormAsync(editor, "cds-editors", hasToken: true));
        Assert.Single(_app.Logs.Lines, line => line.Contains("[2611] Workbench: edda (edda) sent the form", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_token_of_one_person_is_of_no_use_to_another()
    {
        var (token, cookie) = _app.FormFor(new Person("other", "other", PersonRole.RuleEditor));

        using var response = await _app.SendAsync(HttpMethod.Post, ChangeForm, PageRequest.Form(token), (User, "edda"), (Groups, "cds-editors"), ("Cookie", cookie));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_cookie_of_a_form_goes_to_this_host_by_https_only()
    {
        using var response = await _app.SendAsync(HttpMethod.Get, Page, null, (User, "edda"), (Groups, "cds-editors"));
        var (_, cookie) = _app.FormFor(null);

        Assert.StartsWith("__Host-cdshooks-form=", cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<HttpStatusCode> SendFormAsync(Person person, string groups, bool hasToken)
    {
        var (token, cookie) = _app.FormFor(person);
        using var response = await _app.SendAsync(HttpMethod.Post, ChangeForm, PageRequest.Form(hasToken ? token : null), (User, person.Id), (Groups, groups), ("Cookie", cookie));
        return response.StatusCode;
    }
}
