using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Feedback;

/// <summary>What is not taken is said so, and nothing that was sent comes back or gets into a log.</summary>
public sealed class FeedbackRejectionTests
{
    private const string Entry = $$$"""{"card":"c1","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z","overrideReason":{"userComment":"{{{Sentinel.Text}}}"}}""";

    public static TheoryData<string, string> BadBodies => new()
    {
        { "", "$" },
        { "nonsense", "$" },
        { "[]", "$" },
        { "{}", "$.feedback" },
        { """{"feedback":null}""", "$.feedback" },
        { $$"""{"feedback":{{Entry}}}""", "$.feedback" },
        { $$"""{"feedback":"{{Sentinel.Text}}"}""", "$.feedback" },
        { $$"""{"feedback":[{{Entry}}""", "$" },
        { $$"""{"feedback":[{{Entry}}]} {{Sentinel.Text}}""", "$" },
        { $$"""{"feedback":[{"{{Sentinel.Text}}":1,"{{Sentinel.Text}}":2}]}""", "$" },
        { """{"feedback":[{"\ud800":1}]}""", "$" },
        { """{"\udc00a":1,"feedback":[]}""", "$" },
        { $$"""{"feedback":[{{new string('[', 70)}}{{new string(']', 70)}}]}""", "$" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_body_is_a_400_that_names_the_place_and_repeats_nothing(string body, string place)
    {
        await using var app = new ServiceApp();

        using var response = await app.PostToAsync(FeedbackTests.Path, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.False(Sentinel.IsIn(text), "An error echoes the request.");
        Assert.Equal(place, (await response.JsonAsync()).GetProperty("issue")[0].GetProperty("expression")[0].GetString());
        Assert.DoesNotContain(app.Logs.Lines, Sentinel.IsIn);
        Assert.Empty(await Kept.FeedbackIn(app));
    }

    [Fact]
    public async Task Feedback_of_which_no_entry_can_be_taken_is_a_400_that_names_each_entry()
    {
        await using var app = new ServiceApp();

        using var response = await app.PostToAsync(
            FeedbackTests.Path, $$"""{"feedback":[{{Entry.Replace("overridden", Sentinel.Text, StringComparison.Ordinal)}},{"outcome":"overridden"},7]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var issues = (await response.JsonAsync()).GetProperty("issue").EnumerateArray().ToList();
        Assert.Equal(
            ["$.feedback[0].outcome", "$.feedback[1].card", "$.feedback[2]"], issues.Select(issue => issue.GetProperty("expression")[0].GetString()), StringComparer.Ordinal);
        Assert.All(issues, issue => Assert.False(Sentinel.IsIn(issue.GetRawText()), "An error echoes the request."));
        Assert.DoesNotContain(app.Logs.Lines, Sentinel.IsIn);
        Assert.Empty(await Kept.FeedbackIn(app));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf_8_are_a_400()
    {
        await using var app = new ServiceApp();
        using var client = app.CreateClient();
        using ByteArrayContent content = new([.. "{\"feedback\":[{\"card\":\""u8, 0xFF, .. "\"}]}"u8]);
        content.Headers.ContentType = new("application/json");

        using var response = await client.PostAsync(new Uri(FeedbackTests.Path, UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task A_comment_is_stored_only_where_the_options_say_so_and_never_logged(string keepComments)
    {
        await using var app = new ServiceApp { Settings = Some.Settings(("Feedback:KeepComments", keepComments)) };

        await FeedbackTests.AssertTakenAsync(app, Entry);

        var kept = Assert.Single(await Kept.FeedbackIn(app));
        Assert.Equal(CdsHooks.Service.Hooks.Feedback.CommentLength.Short, kept.CommentLength);
        Assert.Equal(bool.Parse(keepComments) ? Sentinel.Text : null, kept.Comment);
        Assert.DoesNotContain(app.Logs.Lines, Sentinel.IsIn);
    }

    [Theory]
    [InlineData(80, "Short")]
    [InlineData(81, "Medium")]
    [InlineData(400, "Medium")]
    [InlineData(401, "Long")]
    [InlineData(9000, "Long")]
    public async Task Of_a_comment_its_rough_length_is_kept(int length, string band)
    {
        await using var app = new ServiceApp { Settings = Some.Settings(("Feedback:KeepComments", "true")) };

        // Letters that take two units each, so that one would be cut in half.
        await FeedbackTests.AssertTakenAsync(app, Entry.Replace(Sentinel.Text, $"{new string('x', length % 2)}{string.Concat(Enumerable.Repeat("\U0001F9B4", length / 2))}", StringComparison.Ordinal));

        var kept = Assert.Single(await Kept.FeedbackIn(app));
        Assert.Equal(band, kept.CommentLength.ToString());
        Assert.Equal(Math.Min(length, 4000), kept.Comment!.Length);
        Assert.EndsWith("\U0001F9B4", kept.Comment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_feedback_of_a_service_that_does_not_exist_is_a_404()
    {
        await using var app = new ServiceApp();

        using var response = await app.PostToAsync("/cds-services/none/feedback", "{}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("OperationOutcome", (await response.JsonAsync()).GetProperty("resourceType").GetString());
    }

    [Fact]
    public async Task Limits_hold()
    {
        await using var app = new ServiceApp { Settings = Some.Settings(("Feedback:MaxBodyBytes", "1024"), ("Feedback:MaxEntries", "3")) };
        using var client = app.CreateClient();
        using StringContent text = new("{}");

        using var large = await app.PostToAsync(FeedbackTests.Path, $$"""{"feedback":[],"more":"{{new string('x', 1024)}}"}""");
        using var many = await app.PostToAsync(FeedbackTests.Path, """{"feedback":[1,2,3,4]}""");
        using var wrong = await client.PostAsync(new Uri(FeedbackTests.Path, UriKind.Relative), text, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, many.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, wrong.StatusCode);
    }
}
