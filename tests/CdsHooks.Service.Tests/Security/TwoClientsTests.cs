using System.Net;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Security;

/// <summary>Two clients of one service, whose keys have the same id: what is the one's is never taken for the other's.</summary>
public sealed class TwoClientsTests : IAsyncLifetime
{
    private const string WestIssuer = "https://west.example/cds-client";

    private RegisteredEhr _east = null!;
    private RegisteredEhr _west = null!;
    private ServiceApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _east = await RegisteredEhr.StartAsync();
        _west = await RegisteredEhr.StartAsync();
        Assert.Equal(_east.Ec.Id, _west.Ec.Id);
        _app = _east.Set("Clients:Registered:1:Name", "west")
            .Set("Clients:Registered:1:Issuer", WestIssuer)
            .Set("Clients:Registered:1:JwksUrls:0", _west.Keys.Address)
            .Set("Clients:Registered:1:AllowPrivateJwksAddress", "true")
            .NewApp();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _east.DisposeAsync();
        await _west.DisposeAsync();
    }

    [Fact]
    public async Task The_key_of_one_signs_nothing_for_the_other()
    {
        await AssertAsync(_east.Token(), HttpStatusCode.OK);
        await AssertAsync(_west.Ec.Sign(_west.Header(), WestClaims()), HttpStatusCode.OK);

        await Token.AssertRejectedAsync(_app, _west.Ec.Sign(_east.Header(), _east.Claims()), "Signature");
        await Token.AssertRejectedAsync(_app, _west.Ec.Sign(_west.Header(), _east.Claims()), "KeySet");
        await Token.AssertRejectedAsync(_app, _west.Ec.Sign(_east.Header(), WestClaims()), "KeySet");
        await Token.AssertRejectedAsync(_app, _east.Ec.Sign(_west.Header(), WestClaims()), "Signature");
    }

    [Fact]
    public async Task Both_may_give_a_token_the_same_id()
    {
        var claims = _east.Claims();
        var west = Token.Copy(claims);
        west["iss"] = WestIssuer;

        await AssertAsync(_east.Ec.Sign(_east.Header(), claims), HttpStatusCode.OK);
        await AssertAsync(_west.Ec.Sign(_west.Header(), west), HttpStatusCode.OK);
    }

    [Fact]
    public async Task Feedback_on_a_card_that_the_other_was_shown_is_kept_apart_from_it()
    {
        using var answer = await RegisteredEhr.CallAsync(_app, _east.Token(), body: Some.Case("v18-nothing-documented"));
        var card = (await answer.JsonAsync()).GetProperty("cards")[0].GetProperty("uuid").GetString();
        await Kept.DecisionsIn(_app, 1);
        var feedback = $$"""{"feedback":[{"card":"{{card}}","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z"}]}""";

        await AssertAsync(_west.Ec.Sign(_west.Header(), WestClaims()), HttpStatusCode.OK, feedback);
        await AssertAsync(_east.Token(), HttpStatusCode.OK, feedback);

        var kept = await Kept.FeedbackIn(_app);
        Assert.Equal(2, kept.Count);
        Assert.Null(Assert.Single(kept, entry => entry.Client is "west").Decision);
        Assert.NotNull(Assert.Single(kept, entry => entry.Client is "east").Decision);
    }

    private JsonObject WestClaims()
    {
        var claims = _west.Claims();
        claims["iss"] = WestIssuer;
        return claims;
    }

    private async Task AssertAsync(string token, HttpStatusCode status, string? feedback = null)
    {
        using var response = feedback is null
            ? await RegisteredEhr.CallAsync(_app, token)
            : await RegisteredEhr.CallAsync(_app, token, $"{ServiceApp.Service}/feedback", feedback);
        Assert.Equal(status, response.StatusCode);
    }
}
