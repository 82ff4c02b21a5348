using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.People;

/// <summary>A workbench that anybody could open, or nobody, or that is configured by half, does not start, and every issue is named.</summary>
public sealed class RefusedWorkbenchTests
{
    private static readonly (string Name, string Value)[] Provider =
    [
        ("Hosting:PublicUrl", "https://cds.hospital.example"),
        ("Workbench:OpenIdConnect:Authority", "https://login.hospital.example"),
        ("Workbench:OpenIdConnect:ClientId", "cdshooks"),
        ("Workbench:OpenIdConnect:ClientSecret", "Quxbrindlewick"),
        ("Workbench:EditorRoles:0", "editors"),
    ];

    private static readonly (string Name, string Value)[] Proxy =
    [
        ("Proxy:TrustedAddresses:0", "10.1.2.3"),
        ("Workbench:ProxyIdentity:UserHeader", "X-User"),
        ("Workbench:ProxyIdentity:RolesHeader", "X-Groups"),
        ("Workbench:EditorRoles:0", "editors"),
    ];

    [Fact]
    public void In_production_it_needs_people_that_are_known() => AssertRefused([], "nothing tells who may open it");

    [Fact]
    public void A_provider_or_a_proxy_but_not_both() => AssertRefused([.. Provider, .. Proxy.Where(setting => !setting.Name.Contains("EditorRoles", StringComparison.Ordinal))], "are both set: use one of them");

    [Theory]
    [InlineData("Workbench:OpenIdConnect:Authority", "", "Workbench:OpenIdConnect:Authority is missing")]
    [InlineData("Workbench:OpenIdConnect:ClientId", "", "Workbench:OpenIdConnect:ClientId is missing")]
    [InlineData("Workbench:OpenIdConnect:ClientSecret", "", "Workbench:OpenIdConnect:ClientSecret is missing")]
    [InlineData("Workbench:OpenIdConnect:Authority", "http://login.hospital.example", "Workbench:OpenIdConnect:Authority must be an https address")]
    [InlineData("Workbench:OpenIdConnect:Authority", "login", "Workbench:OpenIdConnect:Authority must be an https address")]
    [InlineData("Workbench:OpenIdConnect:Authority", "https://login.hospital.example/?realm=staff", "Workbench:OpenIdConnect:Authority must be an https address")]
    [InlineData("Workbench:OpenIdConnect:SessionMinutes", "1", "SessionMinutes")]
    [InlineData("Workbench:OpenIdConnect:RoleClaim", "", "RoleClaim")]
    [InlineData("Hosting:PublicUrl", "http://cds.hospital.example", "Workbench:OpenIdConnect needs Hosting:PublicUrl with https")]
    [InlineData("Workbench:EditorRoles:0", "", "must not contain an empty entry")]
    [InlineData("Workbench:OpenIdConnect:Secret", "Quxbrindlewick", "Workbench:OpenIdConnect:Secret is not an option of this service.")]
    [InlineData("Workbench:IsOn", "Quxbrindlewick", "Workbench:IsOn must be true or false.")]
    public void A_provider_that_cannot_be_used_is_named(string name, string value, string message) => AssertRefused([.. Without(Provider, name), (name, value)], message);

    [Theory]
    [InlineData("Workbench:ProxyIdentity:UserHeader", "", "Workbench:ProxyIdentity:UserHeader is missing")]
    [InlineData("Workbench:ProxyIdentity:RolesHeader", "", "Workbench:ProxyIdentity:RolesHeader is missing")]
    [InlineData("Workbench:ProxyIdentity:RolesHeader", "x-user", "must be two headers")]
    [InlineData("Workbench:ProxyIdentity:UserHeader", "X User", "Workbench:ProxyIdentity:UserHeader must be the name of a header")]
    [InlineData("Workbench:ProxyIdentity:UserHeader", "Authorization", "Workbench:ProxyIdentity:UserHeader must be the name of a header that means nothing else")]
    [InlineData("Proxy:TrustedAddresses:0", null, "Workbench:ProxyIdentity needs Proxy:TrustedAddresses")]
    [InlineData("Workbench:EditorRoles:0", null, "no one could open the workbench")]
    public void A_proxy_that_cannot_be_believed_is_named(string name, string? value, string message) =>
        AssertRefused(value is null ? Without(Proxy, name) : [.. Without(Proxy, name), (name, value)], message);

    [Fact]
    public void All_issues_are_named_at_once() => AssertRefused(
        [("Workbench:OpenIdConnect:ClientId", "cdshooks")],
        "Workbench:OpenIdConnect:Authority is missing",
        "Workbench:OpenIdConnect:ClientSecret is missing",
        "Workbench:OpenIdConnect needs Hosting:PublicUrl",
        "no one could open the workbench");

    private static (string Name, string Value)[] Without((string Name, string Value)[] settings, string name) =>
        [.. settings.Where(setting => !string.Equals(setting.Name, name, StringComparison.Ordinal))];

    private static void AssertRefused(IEnumerable<(string Name, string Value)> settings, params string[] messages)
    {
        var given = settings.ToList();
        (string Name, string Value)[] always = [("Access:AllowAnonymous", "true"), .. given.Exists(setting => setting.Name is "Workbench:IsOn") ? Array.Empty<(string, string)>() : [("Workbench:IsOn", "true")]];
        AssertDoesNotStart(() => new ServiceApp { Environment = "Production", Settings = Some.Settings([.. always, .. given]) }, messages);
    }

    private static void AssertDoesNotStart(Func<ServiceApp> create, string[] messages)
    {
        var app = create();
        Assert.NotNull(Record.Exception(() => app.CreateClient().Dispose()));
        _ = Record.Exception(app.Dispose);

        var log = string.Join('\n', app.Logs.Lines);
        Assert.All(messages, message => Assert.Contains(message, log, StringComparison.Ordinal));
        Assert.False(Sentinel.IsIn(log), "The log repeats what may be secret.");
    }
}
