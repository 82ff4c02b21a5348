using System.Globalization;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Doctor;

/// <summary><c>cdshooks doctor</c> against the real service: as it should be, and behind a proxy that does one thing wrong.</summary>
public sealed class DoctorTests(DoctoredService deployment) : IClassFixture<DoctoredService>
{
    private const string Call = RegisteredClient.Service;

    /// <summary>What a proxy does wrong, the check that finds it, and what that says.</summary>
    private static readonly Dictionary<string, (Action<Relay> Break, string Check, string State, string Words)> Faults = new(StringComparer.Ordinal)
    {
        ["redirects"] = (Instead(context => Redirect(context)), "address", "problem", "The address redirects (301)."),
        ["asks for authentication before discovery"] = (Instead(context => Relay.AnswerAsync(context, 401)), "discovery", "problem", "Discovery was refused (401)."),
        ["does not know the path"] = (Instead(context => Relay.AnswerAsync(context, 404)), "discovery", "problem", "was answered 404"),
        ["has a page of its own"] = (On("/cds-services", context => Relay.AnswerAsync(context, 200, "<html></html>", "text/html")), "discovery", "problem", "no JSON document"),
        ["serves another document"] = (On("/cds-services", context => Relay.AnswerAsync(context, 200, """{"services":[{"id":"a","hook":"patient-view"}]}""")), "discovery", "problem", "$.services[0].hook"),
        ["advertises nothing"] = (On("/cds-services", context => Relay.AnswerAsync(context, 200, """{"services":[]}""")), "discovery", "warning", "No service is advertised"),
        ["lets discovery be cached"] = (After(context => context.Response.Headers.CacheControl = "public, max-age=86400"), "caching", "warning", "for more than an hour"),
        ["answers from a cache"] = (After(context => context.Response.Headers.Age = "17"), "caching", "warning", "A cache between here"),
        ["drops security headers"] = (After(context => context.Response.Headers.Remove("X-Content-Type-Options")), "headers", "warning", "X-Content-Type-Options"),
        ["has a clock that is slow"] = (Clock(-300), "clock", "problem", "differ by"),
        ["has a clock that is a little fast"] = (Clock(30), "clock", "warning", "differ by"),
        ["keeps health inside"] = (On("/health/ready", context => Relay.AnswerAsync(context, 404)), "health", "not checked", "healthcheck"),
        ["says that it is starting"] = (On("/health/ready", context => Relay.AnswerAsync(context, 503, """{"status":"starting"}""")), "health", "problem", "starting"),
        ["says that its store is away"] = (On("/health/ready", context => Relay.AnswerAsync(context, 200, """{"status":"degraded","cause":"The store is unavailable: locked."}""")), "health", "warning", "The store is unavailable: locked."),
        ["asks for authentication before a preflight"] = (Method("OPTIONS", context => Relay.AnswerAsync(context, 401)), "cors", "problem", "was answered 401"),
        ["answers preflights by itself"] = (Method("OPTIONS", context => Relay.AnswerAsync(context, 204)), "cors", "problem", "may not call"),
        ["allows no POST"] = (After(context => context.Response.Headers.AccessControlAllowMethods = "GET"), "cors", "problem", "but not by POST"),
        ["drops CORS headers of errors"] = (After(context => Drop(context, context.Response.StatusCode >= 400, "Access-Control-Allow-Origin")), "cors on errors", "problem", "broken network"),
        ["allows every origin"] = (After(context => context.Response.Headers.AccessControlAllowOrigin = "*"), "cors strangers", "warning", "every origin"),
        ["does not say how to authenticate"] = (After(context => context.Response.Headers.Remove("WWW-Authenticate")), "authentication", "warning", "how to authenticate"),
        ["answers calls without authentication"] = (Method("POST", context => Relay.AnswerAsync(context, 200, """{"cards":[]}""")), "authentication", "warning", "is answered"),
        ["does not pass POST on"] = (Method("POST", context => Relay.AnswerAsync(context, 405)), "authentication", "problem", "the answer was 405"),
        ["drops Authorization"] = (Before(context => context.Request.Headers.Remove("Authorization")), "silent call", "problem", "the answer was 401"),
        ["lets calls be cached"] = (After(context => context.Response.Headers.Remove("Cache-Control")), "silent call", "warning", "may be stored"),
        ["answers calls by itself"] = (Method("POST", context => Relay.AnswerAsync(context, 200, "{}")), "silent call", "problem", "an empty list of cards"),
        ["answers nothing but silence"] = (Method("POST", context => Relay.AnswerAsync(context, 200, """{"cards":[]}""")), "sample call", "warning", "gets no card"),
        ["answers a token twice"] = (Method("POST", context => Relay.AnswerAsync(context, 200, """{"cards":[]}""")), "replay", "problem", "is accepted"),
        ["has no service behind it"] = (Method("POST", context => Relay.AnswerAsync(context, 502)), "silent call", "problem", "the answer was 502"),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Fact]
    public async Task A_sound_deployment_has_no_problem()
    {
        deployment.Relay.Mend();

        var report = await RunAsync();

        Assert.All(report.Findings.Where(finding => finding.Key is not ("tls" or "key set" or "fhir server")), finding => Assert.True(finding.Value.State is "ok", $"{finding.Key}: {finding.Value}"));
        report.AssertFound("tls", "warning", "plain http on this machine");
        report.AssertFound("sample call", "ok", "gets a card");
        Assert.Equal(0, report.ExitCode);
    }

    [Fact]
    public async Task What_needs_an_option_is_not_checked_and_names_it()
    {
        deployment.Relay.Mend();

        var report = await DoctorReport.RunAsync(deployment.Relay.Address, []);

        report.AssertFound("cors", "not checked", "--origin");
        report.AssertFound("silent call", "not checked", "--issuer");
        report.AssertFound("sample call", "not checked", "--key");
        report.AssertFound("replay", "not checked", "--key-id");
        report.AssertFound("key set", "not checked", "--jwks-url");
        report.AssertFound("fhir server", "not checked", "--fhir-server");
        report.AssertFound("authentication", "ok", "is refused");
    }

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task A_proxy_that_does_one_thing_wrong_is_found_out(string fault)
    {
        var (breakIt, check, state, words) = Faults[fault];
        deployment.Relay.Mend();
        breakIt(deployment.Relay);

        var report = await RunAsync();

        report.AssertFound(check, state, words);
    }

    [Fact]
    public async Task A_deployment_that_is_not_there_is_one_problem()
    {
        var report = await DoctorReport.RunAsync("http://127.0.0.1:1", deployment.Signing);

        report.AssertFound("address", "problem", "no connection could be made");
        Assert.Single(report.Findings.Values, finding => finding.State is "problem");
    }

    [Fact]
    public async Task An_origin_that_is_not_registered_may_not_call()
    {
        deployment.Relay.Mend();

        var report = await DoctorReport.RunAsync(deployment.Relay.Address, ["--origin", "https://other.example"]);

        report.AssertFound("cors", "problem", "may not call");
    }

    [Fact]
    public async Task A_client_that_is_not_registered_is_told_what_to_compare()
    {
        deployment.Relay.Mend();
        string[] signing = ["--issuer", "https://stranger.example", "--key", deployment.Client.KeyFile, "--key-id", RegisteredClient.KeyId];

        var report = await DoctorReport.RunAsync(deployment.Relay.Address, signing, null, deployment.Client.PrivateKey);

        report.AssertFound("silent call", "problem", "the answer was 401");
        Assert.Contains("Hosting:PublicUrl", report.Findings["silent call"].Remedy!, StringComparison.Ordinal);
        report.AssertFound("replay", "not checked", "No call was accepted");
    }

    [Theory]
    [InlineData("doctor", "ftp://cds.example")]
    [InlineData("doctor", "https://user:secret@cds.example")]
    [InlineData("doctor", "https://cds.example", "--key", "README.md")]
    [InlineData("doctor", "https://cds.example", "--key", "README.md", "--key-id", "1")]
    [InlineData("doctor", "https://cds.example", "--fhir-token-env", "NO_SUCH_VARIABLE_HERE")]
    [InlineData("doctor", "https://cds.example", "--ca", "README.md")]
    public async Task Wrong_use_is_an_error_of_one_line(params string[] arguments)
    {
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var program = Path.GetFullPath(Path.Combine(here, "..", "..", "CdsHooks.Cli", Path.GetFileName(here), "cdshooks.dll"));

        var (exit, output) = await Command.RunAsync("bash", ["-c", "dotnet \"$@\" 2>&1", "bash", program, .. arguments]);

        Assert.Equal(2, exit);
        Assert.StartsWith("cdshooks: ", output, StringComparison.Ordinal);
        Assert.Single(output.TrimEnd().Split('\n'));
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
    }

    private Task<DoctorReport> RunAsync() => DoctorReport.RunAsync(
        deployment.Relay.Address,
        ["--origin", "https://ehr.example", .. deployment.Signing],
        null,
        [.. deployment.Client.PrivateKey.Split('\n').Where(line => line.Length > 20 && !line.StartsWith('-'))]);

    private static Action<Relay> Instead(Func<HttpContext, Task<bool>> answer) => relay => relay.Instead = answer;

    private static Action<Relay> On(string path, Func<HttpContext, Task<bool>> answer) =>
        Instead(context => context.Request.Path == path ? answer(context) : Task.FromResult(false));

    private static Action<Relay> Method(string method, Func<HttpContext, Task<bool>> answer) =>
        Instead(context => string.Equals(context.Request.Method, method, StringComparison.Ordinal) && context.Request.Path == Call ? answer(context) : Task.FromResult(false));

    private static Action<Relay> Before(Action<HttpContext> change) => Instead(context =>
    {
        change(context);
        return Task.FromResult(false);
    });

    private static Action<Relay> After(Action<HttpContext> change) => relay => relay.Afterwards = change;

    private static Action<Relay> Clock(int seconds) => After(context =>
        context.Response.Headers.Date = TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToString("r", CultureInfo.InvariantCulture));

    private static void Drop(HttpContext context, bool isMeant, string header)
    {
        if (isMeant)
        {
            context.Response.Headers.Remove(header);
        }
    }

    private static Task<bool> Redirect(HttpContext context)
    {
        context.Response.Headers.Location = "https://elsewhere.example/";
        return Relay.AnswerAsync(context, 301);
    }
}
