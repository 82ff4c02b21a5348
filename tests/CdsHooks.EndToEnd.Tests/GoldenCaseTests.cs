using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Xunit;

namespace CdsHooks.EndToEnd.Tests;

/// <summary>The real process, over a real socket.</summary>
public sealed class GoldenCaseTests(ServiceProcess service) : IClassFixture<ServiceProcess>
{
    private const string Case = "v18-nothing-documented";

    private static readonly Uri Service = new("/cds-services/lumbar-fusion-order-sign", UriKind.Relative);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_golden_case_gets_its_card_whether_its_length_is_announced_or_not(bool isChunked)
    {
        using var expected = JsonDocument.Parse(await ReadAsync("expected.json"));
        using var request = new HttpRequestMessage(HttpMethod.Post, Service) { Content = Json(await ReadAsync("request.json")) };
        request.Headers.TransferEncodingChunked = isChunked;
        request.Headers.Add("X-CDS-As-Of", expected.RootElement.GetProperty("today").GetString());

        using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Server"));
        var card = Assert.Single(body.RootElement.GetProperty("cards").EnumerateArray());
        Assert.Equal(
            expected.RootElement.GetProperty("card").GetProperty("kind").GetString(),
            card.GetProperty("source").GetProperty("topic").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_body_over_the_limit_is_rejected_before_it_is_sent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Service) { Content = Json(new byte[(16 * 1024 * 1024) + 1]) };
        request.Headers.ExpectContinue = true;

        using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("too-long", body.RootElement.GetProperty("issue")[0].GetProperty("code").GetString());
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static Task<byte[]> ReadAsync(string file) =>
        File.ReadAllBytesAsync(Path.Combine(Here(), "..", "cases", Case, file), TestContext.Current.CancellationToken);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
