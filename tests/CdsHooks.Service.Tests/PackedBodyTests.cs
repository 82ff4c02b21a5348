using System.IO.Compression;
using System.Net;
using System.Text;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Limits;
using CdsHooks.Service.Hooks.ServiceCall;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>A body may be packed (Content-Encoding), within the limits of one that is not.</summary>
public sealed class PackedBodyTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private const string Feedback = """{"feedback":[{"card":"c1","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z"}]}""";

    private static readonly string Chart = Some.Case("v66-progressive-weakness");

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task A_packed_call_gets_the_answer_of_the_call(string coding)
    {
        using var plain = await app.PostAsync(Chart);

        using var response = await PostAsync(ServiceApp.Service, Packed(coding, Chart), coding);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(plain.Content.Headers.ContentLength, response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Packed_feedback_is_taken(string coding)
    {
        using var response = await PostAsync($"{ServiceApp.Service}/feedback", Packed(coding, Feedback), coding);

        Assert.Equal("{}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    [InlineData("nonsense")]
    public async Task A_body_packed_otherwise_is_a_415_that_says_how_it_may_be(string coding)
    {
        foreach (var path in (string[])[ServiceApp.Service, $"{ServiceApp.Service}/feedback"])
        {
            using var response = await PostAsync(path, Packed("gzip", Chart), coding);

            Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
            Assert.Equal("gzip, br", Assert.Single(response.Headers.GetValues("Accept-Encoding")));
            var issue = (await response.JsonAsync()).GetProperty("issue")[0];
            Assert.Equal("not-supported", issue.GetProperty("code").GetString());
            Assert.Contains("Content-Encoding", issue.GetProperty("details").GetProperty("text").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_of_another_media_type_is_a_415_that_says_nothing_of_packing()
    {
        using var client = app.CreateClient();
        using var content = new StringContent(Chart, Encoding.UTF8, "text/plain");

        using var response = await client.PostAsync(new Uri(ServiceApp.Service, UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.False(response.Headers.Contains("Accept-Encoding"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_body_that_is_not_packed_as_it_says_is_a_400(string coding)
    {
        var packed = Packed(coding, Chart);
        byte[][] broken = [Encoding.UTF8.GetBytes(Chart), packed[..^1], packed[..(packed.Length / 2)], [.. packed[..100], 0x55, .. packed[101..]], Packed(coding is "br" ? "gzip" : "br", Chart)];

        foreach (var body in broken)
        {
            using var response = await PostAsync(ServiceApp.Service, body, coding);

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task The_limit_holds_for_what_is_unpacked(string coding)
    {
        await using var small = new ServiceApp { Settings = Some.Settings(("ServiceCall:MaxBodyBytes", "65536")) };

        using var fine = await PostAsync(ServiceApp.Service, Packed(coding, Some.ForeignCall.PadRight(65536)), coding, small);
        using var larger = await PostAsync(ServiceApp.Service, Packed(coding, Some.ForeignCall.PadRight(65537)), coding, small);
        using var huge = await PostAsync(ServiceApp.Service, Packed(coding, new string(' ', 50_000_000)), coding, small);

        Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, larger.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
    }

    /// <summary>A reader that unpacked before it looked at the limit would never come back.</summary>
    [Fact]
    public async Task A_body_that_unpacks_without_an_end_is_rejected_at_the_limit()
    {
        var context = new DefaultHttpContext();
        await using var endless = new EndlessGzip();
        context.Request.Body = endless;
        context.Request.Headers.ContentEncoding = "gzip";

        using var place = await app.Services.GetRequiredService<CallPlaces>().TakeAsync(context, Client.Own);
        var rejection = await Assert.ThrowsAsync<RejectedRequestException>(() => RequestBody.ReadAsync(context.Request, place, 1_000_000, TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, rejection.Outcome.Status);
        Assert.True(endless.Given < 1_000_000, $"{endless.Given} bytes were read.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(1_000_000)]
    public async Task A_body_of_any_length_unpacks_to_what_was_packed(int length)
    {
        var text = string.Create(length, 7, (span, step) =>
        {
            for (var at = 0; at < span.Length; at++)
            {
                span[at] = (char)('a' + (at * step % 26));
            }
        });
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(Packed("gzip", text));
        context.Request.Headers.ContentEncoding = "gzip";

        using var place = await app.Services.GetRequiredService<CallPlaces>().TakeAsync(context, Client.Own);
        using var body = await RequestBody.ReadAsync(context.Request, place, 1_000_000, TestContext.Current.CancellationToken);

        Assert.Equal(text, Encoding.UTF8.GetString(body.Bytes.Span));
    }

    private static byte[] Packed(string coding, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (coding is "identity")
        {
            return bytes;
        }

        using var packed = new MemoryStream();
        using (Stream packer = coding is "br" ? new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true) : new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            packer.Write(bytes);
        }

        return packed.ToArray();
    }

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string coding, ServiceApp? other = null)
    {
        using var client = (other ?? app).CreateClient();
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return await client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }
}
