using CdsHooks.Service.Gate.Egress;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Host.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Gate.People;

/// <summary>Lets people sign in with an OpenID Connect provider: authorization code with PKCE, then a cookie of this service that names the person and the role, and no token.</summary>
internal sealed partial class SignIn(IOptions<WorkbenchOptions> workbench, IOptions<HostingOptions> hosting, IHostEnvironment environment, ILogger<SignIn> logger)
    : IConfigureNamedOptions<OpenIdConnectOptions>, IConfigureNamedOptions<CookieAuthenticationOptions>
{
    /// <summary>The address to which the provider sends people back. It is registered at the provider.</summary>
    public const string CallbackPath = "/sign-in";

    // Only a program that has a key of the provider's set can make a token with one of these.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IdentityProviderOptions _provider = workbench.Value.OpenIdConnect;

    private CookieSecurePolicy Secure => environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;

    public void Configure(CookieAuthenticationOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        // The prefix makes a browser refuse the cookie from another host of the domain, and without https.
        options.Cookie.Name = environment.IsDevelopment() ? "cdshooks" : "__Host-cdshooks";
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SecurePolicy = Secure;

        // Strict would leave it out of the request that follows the way back from the provider. Forms carry a token of their own.
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = TimeSpan.FromMinutes(_provider.SessionMinutes);
        options.SlidingExpiration = false;
    }

    public void Configure(OpenIdConnectOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        options.Authority = _provider.Authority;
        options.ClientId = _provider.ClientId;
        options.ClientSecret = _provider.ClientSecret;
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.ResponseType = OpenIdConnectResponseType.Code;

        // Not form_post: its cookies would have to be sent with other sites' forms.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SaveTokens = false;
        options.CallbackPath = CallbackPath;
        options.RemoteSignOutPath = PathString.Empty;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.MapInboundClaims = false;
        options.TokenValidationParameters.ValidAlgorithms = Algorithms;
        options.ClaimActions.MapJsonKey(_provider.RoleClaim, _provider.RoleClaim);
        options.ClaimActions.MapJsonKey(_provider.NameClaim, _provider.NameClaim);
        options.RequireHttpsMetadata = !environment.IsDevelopment();
        options.BackchannelHttpHandler = EgressHandler.Create(_provider.AllowPrivateAddress);
        options.BackchannelTimeout = Patience;
        options.Scope.Clear();
        foreach (var scope in _provider.Scopes.Prepend("profile").Prepend("openid").Distinct(StringComparer.Ordinal))
        {
            options.Scope.Add(scope);
        }

        foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = Secure;
        }

        options.Events.OnRedirectToIdentityProvider = NameOurAddressAsync;
        options.Events.OnTicketReceived = KeepPersonOnlyAsync;
        options.Events.OnRemoteFailure = Reject;
    }

    /// <summary>Sends people back to the public address, whatever name or scheme a proxy made of it.</summary>
    private Task NameOurAddressAsync(RedirectContext context)
    {
        if (!environment.IsDevelopment() && hosting.Value.PublicUrl is { } url)
        {
            context.ProtocolMessage.RedirectUri = url.TrimEnd('/') + CallbackPath;
        }

        return Task.CompletedTask;
    }

    /// <summary>Replaces all that the provider says of a person by what the workbench needs, so that nothing else is in the cookie.</summary>
    private Task KeepPersonOnlyAsync(TicketReceivedContext context)
    {
        var claims = context.Principal!.Claims.ToLookup(claim => claim.Type, claim => claim.Value, StringComparer.Ordinal);
        var id = claims["sub"].First();
        Person person = new(id, claims[_provider.NameClaim].FirstOrDefault(name => name.Length > 0) ?? id, PersonRoles.Of(claims[_provider.RoleClaim], workbench.Value));
        context.Principal = person.ToPrincipal(CookieAuthenticationDefaults.AuthenticationScheme);
        context.Properties = new AuthenticationProperties();
        Log.SignedIn(logger, person.Id, person.Name, person.Role?.ToString() ?? "none");
        return Task.CompletedTask;
    }

    private Task Reject(RemoteFailureContext context)
    {
        Log.Failed(logger, context.Failure?.GetType().Name);
        throw new RejectedRequestException(Outcome.Of(
            StatusCodes.Status401Unauthorized,
            IssueType.Login,
            "Signing in did not succeed: it was cancelled, took too long, or the identity provider did not answer as expected. Open the page again to try once more."));
    }

    private static partial class Log
    {
        [LoggerMessage(2600, LogLevel.Information, "{Id} ({Name}) signed in to the workbench with the role {Role}")]
        public static partial void SignedIn(ILogger logger, string id, string name, string role);

        [LoggerMessage(2601, LogLevel.Warning, "Signing in to the workbench did not succeed: {ExceptionType}")]
        public static partial void Failed(ILogger logger, string? exceptionType);
    }
}
