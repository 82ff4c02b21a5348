using System.Net;
using System.Security.Cryptography;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CdsHooks.Service.Tests.Security;

/// <summary>How the keys of clients are had, kept and renewed (spec list J-11, J-12; trap T-09).</summary>
public sealed class KeySetTests
{
    [Fact]
    public async Task Keys_are_fetched_once_for_many_calls()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.NewApp();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => RegisteredEhr.CallAsync(app, ehr.Token(n % 2 == 0 ? "ES384" : "RS384"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(1, ehr.Keys.Asked);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task A_new_key_is_found_at_once()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.NewApp();
        await AssertAsync(app, ehr.Token(), HttpStatusCode.OK);
        using var next = SigningKey.Ec("next");
        ehr.Keys.Serve(ehr.Ec.Jwk(), next.Jwk());
        ehr.Clock.Advance(TimeSpan.FromMinutes(2));
        var header = ehr.Header();
        header["kid"] = "next";

        await AssertAsync(app, next.Sign(header, ehr.Claims()), HttpStatusCode.OK);

        Assert.Equal(2, ehr.Keys.Asked);
    }

    [Fact]
    public async Task Unknown_keys_do_not_drive_fetches()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.NewApp();
        for (var n = 0; n < 10; n++)
        {
            var header = ehr.Header();
            header["kid"] = $"made up {n}";
            await AssertAsync(app, ehr.Ec.Sign(header, ehr.Claims()), HttpStatusCode.Unauthorized);
        }

        Assert.Equal(1, ehr.Keys.Asked);
        await AssertAsync(app, ehr.Token(), HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"iss":"https://stranger.example"}""", "{}")]
    [InlineData("{}", """{"alg":"HS256"}""")]
    public async Task Nothing_is_fetched_for_a_token_that_cannot_be_good(string claims, string header)
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.NewApp();

        await AssertAsync(app, ehr.Ec.Sign(Token.Changed(ehr.Header(), header), Token.Changed(ehr.Claims(), claims)), HttpStatusCode.Unauthorized);

        Assert.Equal(0, ehr.Keys.Asked);
    }

    [Fact]
    public async Task A_set_of_a_stranger_is_not_fetched_though_it_could_be_had()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var stranger = await KeyServer.StartAsync(ehr.Ec.Jwk());
        await using var app = ehr.NewApp();
        var header = ehr.Header();
        header["jku"] = stranger.Address;

        await AssertAsync(app, ehr.Ec.Sign(header, ehr.Claims()), HttpStatusCode.Unauthorized);

        Assert.Equal(0, stranger.Asked);
    }

    [Fact]
    public async Task Old_keys_serve_on_while_their_server_is_away()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.NewApp();
        await AssertAsync(app, ehr.Token(), HttpStatusCode.OK);
        ehr.Keys.Answer = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        ehr.Clock.Advance(TimeSpan.FromHours(2));

        await AssertAsync(app, ehr.Token(), HttpStatusCode.OK);
        await EventuallyAsync(() => ehr.Keys.Asked == 2);
        await AssertAsync(app, ehr.Token(), HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_that_was_withdrawn_is_good_no_longer_than_the_set_says()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        var set = KeyServer.SetOf(ehr.Ec.Jwk());
        ehr.Keys.Answer = context =>
        {
            context.Response.Headers.CacheControl = "max-age=600";
            return context.Response.WriteAsync(set, context.RequestAborted);
        };
        await using var app = ehr.NewApp();
        await AssertAsync(app, ehr.Token(), HttpStatusCode.OK);
        ehr.Keys.Serve(ehr.Rsa.Jwk());

        ehr.Clock.Advance(TimeSpan.FromMinutes(9));
        await AssertAsync(app, ehr.Token(), HttpStatusCode.OK);
        Assert.Equal(1, ehr.Keys.Asked);

        ehr.Clock.Advance(TimeSpan.FromMinutes(1));
        await AssertAsync(app, ehr.Token(), HttpStatusCode.OK);
        await EventuallyAsync(() => ehr.Keys.Asked == 2);
        await EventuallyAsync(async () =>
        {
            using var response = await RegisteredEhr.CallAsync(app, ehr.Token());
            return response.StatusCode is HttpStatusCode.Unauthorized;
        });
    }

    [Fact]
    public async Task A_key_withdrawn_between_calls_is_not_accepted()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.NewApp();
        await AssertAsync(app, ehr.Token(), HttpStatusCode.OK);
        ehr.Keys.Serve(ehr.Rsa.Jwk());

        ehr.Clock.Advance(TimeSpan.FromHours(12));

        await AssertAsync(app, ehr.Token(), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("""{"kty":"RSA","kid":"odd","n":"*","e":"AQAB"}""")]
    [InlineData("""{"kty":5,"kid":"odd"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"odd"}""")]
    [InlineData("""{"kty":"EC","crv":"P-384","kid":"odd","x":"AAAA","y":"AAAA"}""")]
    [InlineData("5")]
    public async Task A_key_that_cannot_be_used_does_not_spoil_the_others(string odd)
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        ehr.Keys.Answer = context => Write(context, $$"""{"keys":[{{odd}},{{ehr.Ec.Jwk()}}]}""", announced: true);
        await using var app = ehr.NewApp();
        var header = ehr.Header();
        header["kid"] = "odd";

        await AssertAsync(app, ehr.Token(), HttpStatusCode.OK);
        await AssertAsync(app, ehr.Ec.Sign(header, ehr.Claims()), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("#part")]
    [InlineData("?of=1")]
    [InlineData("/")]
    [InlineData("/../jwks.json")]
    [InlineData("%00")]
    public async Task A_set_is_named_to_the_letter(string more)
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.NewApp();
        foreach (var address in (string[])[ehr.Keys.Address + more, ehr.Keys.Address.Replace("//", "//user@", StringComparison.Ordinal), ehr.Keys.Address.ToUpperInvariant(), ""])
        {
            var header = ehr.Header();
            header["jku"] = address;
            await AssertAsync(app, ehr.Ec.Sign(header, ehr.Claims()), HttpStatusCode.Unauthorized);
        }

        Assert.Equal(0, ehr.Keys.Asked);
    }

    [Fact]
    public async Task Without_keys_no_client_is_admitted_until_they_can_be_read()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        ehr.Keys.Answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await using var app = ehr.NewApp();
        await AssertAsync(app, ehr.Token(), HttpStatusCode.Unauthorized);
        Assert.Contains(app.Logs.Lines, line => line.Contains("KeysAway", StringComparison.Ordinal));
        ehr.Keys.Serve(ehr.Ec.Jwk());
        await AssertAsync(app, ehr.Token(), HttpStatusCode.Unauthorized);

        ehr.Clock.Advance(TimeSpan.FromSeconds(11));

        await AssertAsync(app, ehr.Token(), HttpStatusCode.OK);
        Assert.Equal(2, ehr.Keys.Asked);
    }

    public static TheoryData<string> Answers => ["redirect", "too large", "too large, unannounced", "no JSON", "no set", "half a character in a name", "empty set", "not found", "not packed (gzip)", "not packed (br)"];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_that_is_no_key_set_admits_no_client(string kind)
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var other = await KeyServer.StartAsync(ehr.Ec.Jwk());
        var padded = KeyServer.SetOf(ehr.Ec.Jwk()).PadRight(300_000);
        ehr.Keys.Answer = context => kind switch
        {
            "redirect" => Redirect(context, other.Address),
            "too large" => Write(context, padded, announced: true),
            "too large, unannounced" => Write(context, padded, announced: false),
            "no JSON" => Write(context, "{", announced: true),
            "no set" => Write(context, "[]", announced: true),
            "half a character in a name" => Write(context, """{"key\ud800":1}""", announced: true),
            "empty set" => Write(context, """{"keys":[]}""", announced: true),
            "not packed (gzip)" => WritePacked(context, "gzip", padded),
            "not packed (br)" => WritePacked(context, "br", padded),
            _ => Status(context, 404),
        };
        await using var app = ehr.NewApp();

        await AssertAsync(app, ehr.Token(), HttpStatusCode.Unauthorized);

        Assert.Equal(0, other.Asked);
    }

    public static TheoryData<string, string?> Members => new()
    {
        { "use", "enc" },
        { "alg", "ES256" },
        { "crv", "P-256" },
        { "kty", "oct" },
        { "kid", null },
        { "x", null },
        { "d", "private" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public async Task A_key_that_may_not_sign_admits_no_client(string member, string? value)
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        ehr.Keys.Serve(ehr.Ec.Jwk((member, member is "d" ? ehr.Ec.PrivatePart() : value)));
        await using var app = ehr.NewApp();

        await AssertAsync(app, ehr.Token(), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_may_say_that_it_signs()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        ehr.Keys.Serve(ehr.Ec.Jwk(("use", "sig"), ("alg", "ES384")));
        await using var app = ehr.NewApp();

        await AssertAsync(app, ehr.Token(), HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_short_RSA_key_admits_no_client()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        using var weak = SigningKey.Rsa(bits: 1024);
        ehr.Keys.Serve(weak.Jwk());
        await using var app = ehr.NewApp();

        await AssertAsync(app, weak.Sign(ehr.Header("RS384"), ehr.Claims()), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_on_another_curve_does_not_pass_for_the_algorithm()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        using var small = SigningKey.Ec(curve: ECCurve.NamedCurves.nistP256);
        ehr.Keys.Serve(small.Jwk());
        await using var app = ehr.NewApp();

        await AssertAsync(app, small.Sign(ehr.Header(), ehr.Claims()), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_set_in_a_private_network_is_read_only_where_registered_so()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.SetClient("AllowPrivateJwksAddress", "false").NewApp();

        await AssertAsync(app, ehr.Token(), HttpStatusCode.Unauthorized);

        Assert.Equal(0, ehr.Keys.Asked);
    }

    [Fact]
    public async Task Keys_exchanged_beforehand_need_no_address_and_are_renewed_with_their_file()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        using var file = new TemporaryFile(KeyServer.SetOf(ehr.Rsa.Jwk()));
        await using var app = ehr.SetClient("JwksUrls:0", null).SetClient("JwksFile", file.Path).NewApp();
        var header = ehr.Header();
        header.Remove("jku");
        await AssertAsync(app, ehr.Ec.Sign(header, ehr.Claims()), HttpStatusCode.Unauthorized);
        file.Write(KeyServer.SetOf(ehr.Ec.Jwk()));
        ehr.Clock.Advance(TimeSpan.FromMinutes(2));

        await AssertAsync(app, ehr.Ec.Sign(header, ehr.Claims()), HttpStatusCode.OK);

        // A set that is named must be registered even where it is not needed.
        await AssertAsync(app, ehr.Token(), HttpStatusCode.Unauthorized);
        Assert.Equal(0, ehr.Keys.Asked);
    }

    private static async Task AssertAsync(ServiceApp app, string token, HttpStatusCode status)
    {
        using var response = await RegisteredEhr.CallAsync(app, token);
        Assert.Equal(status, response.StatusCode);
    }

    private static Task EventuallyAsync(Func<bool> holds) => EventuallyAsync(() => Task.FromResult(holds()));

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var round = 0; round < 500; round++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Fail("It never came true.");
    }

    private static Task Redirect(HttpContext context, string to)
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    }

    private static Task Write(HttpContext context, string text, bool announced)
    {
        context.Response.ContentLength = announced ? text.Length : null;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static Task WritePacked(HttpContext context, string encoding, string text)
    {
        context.Response.Headers.ContentEncoding = encoding;
        return Write(context, text.Trim(), announced: false);
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
