using System.Net;
using CdsHooks.Service.Tests.FhirAccess;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.Store;
using Xunit;

namespace CdsHooks.Service.Tests.Security;

/// <summary>A token is used once, wherever and whenever (spec list J-09); and what holds for the tokens of feedback (F-07).</summary>
public sealed class ReplayTests
{
    private const string Feedback = $"{ServiceApp.Service}/feedback";
    private const string NoFeedback = """{"feedback":[]}""";

    [Fact]
    public async Task A_token_that_was_used_at_one_instance_is_rejected_at_another_and_after_a_restart()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var store = new SqliteTestStore();
        var token = ehr.Token();
        await using (var first = ehr.NewApp(store.ConnectionString))
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(first, token));
            await using var second = ehr.NewApp(store.ConnectionString);
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(second, token));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(second, ehr.Token()));
        }

        await using var restarted = ehr.NewApp(store.ConnectionString);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(restarted, token));
    }

    [Fact]
    public async Task While_the_store_is_away_calls_go_on_with_an_alarm_and_this_instance_rejects_what_it_saw()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var store = new SqliteTestStore();
        await using var app = ehr.Set("Store:RetryMilliseconds", "50").NewApp(store.ConnectionString);
        using var metrics = new MetricSink(app, "cdshooks.authentications.unguarded");
        var before = ehr.Token();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, before));
        await store.BreakAsync();

        var during = ehr.Token();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, during));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, ehr.Token()));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, before));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, during));

        Assert.Single(app.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("[1610]", StringComparison.Ordinal));
        Assert.Equal(2, metrics.Lines.Count);

        await store.MendAsync();
        await Eventually.SeeAsync(
            async () =>
            {
                await StatusAsync(app, ehr.Token());
                return app.Logs.Lines;
            },
            lines => lines.Any(line => line.Contains("[1611]", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, during));
    }

    [Theory]
    [InlineData(ServiceApp.Service, HttpStatusCode.OK)]
    [InlineData(Feedback, HttpStatusCode.OK)]
    [InlineData($"{Feedback}/", HttpStatusCode.OK)]
    [InlineData("/cds-services/lumbar-fusion-order-select", HttpStatusCode.Unauthorized)]
    [InlineData("/cds-services", HttpStatusCode.Unauthorized)]
    public async Task Feedback_takes_a_token_made_out_to_it_or_to_its_service(string audience, HttpStatusCode status)
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.NewApp();

        Assert.Equal(status, await StatusAsync(app, ehr.Ec.Sign(ehr.Header(), ehr.Claims(audience)), Feedback, NoFeedback));
    }

    [Fact]
    public async Task Feedback_of_strangers_is_not_read()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.NewApp();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, null, Feedback, "not JSON"));
    }

    [Fact]
    public async Task A_token_for_feedback_is_rejected_by_the_service()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.NewApp();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, ehr.Ec.Sign(ehr.Header(), ehr.Claims(Feedback))));
    }

    [Fact]
    public async Task The_token_of_the_call_and_the_token_for_FHIR_are_never_taken_for_each_other()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        ehr.SetClient("FhirServers:0:BaseUrl", ehr.Keys.FhirAddress).SetClient("FhirServers:0:AllowPrivateAddress", "true");
        await using var app = ehr.NewApp();
        var call = Fetching.Without("v18-nothing-documented", new Uri(ehr.Keys.FhirAddress));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, Fetching.Token, ServiceApp.Service, call));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, ehr.Token(), ServiceApp.Service, call));

        Assert.NotEmpty(ehr.Keys.Shown);
        Assert.All(ehr.Keys.Shown, shown => Assert.Equal($"Bearer {Fetching.Token}", shown));
    }

    private static async Task<HttpStatusCode> StatusAsync(ServiceApp app, string? token, string path = ServiceApp.Service, string body = Some.ForeignCall)
    {
        using var response = await RegisteredEhr.CallAsync(app, token, path, body);
        return response.StatusCode;
    }
}
