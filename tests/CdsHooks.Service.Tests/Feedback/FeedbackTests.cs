using System.Net;
using System.Text.Json;
using CdsHooks.Service.Hooks.Feedback;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Feedback;

/// <summary>CDS Hooks, Feedback: what is taken, and what it becomes.</summary>
public sealed class FeedbackTests
{
    public const string Path = $"{ServiceApp.Service}/feedback";

    private const string At = "\"outcomeTimestamp\":\"2026-06-01T12:00:00Z\"";

    private static readonly (string Name, string Value) EvaluationDate = ("X-CDS-As-Of", "2026-06-01");

    /// <summary>A dismissal as the specification, the sandbox and Epic send it.</summary>
    public static TheoryData<string, string?, string?, string> Dismissals => new()
    {
        { """ "overrideReason":{"reason":{"code":"r1","system":"http://reasons.example","display":"A reason"},"userComment":"Seen outside"} """, "http://reasons.example", "r1", "Short" },
        { """ "overrideReason":{"reason":{"code":"r1","system":"http://reasons.example"}} """, "http://reasons.example", "r1", "None" },
        { """ "overrideReasons":{"reason":{"code":"r1","system":"http://reasons.example"},"userComment":"Seen outside"} """, "http://reasons.example", "r1", "Short" },
        { """ "overrideReasons":{"extension":{"com.vendor.reason":{"code":"5","system":"urn:com.vendor.reasons","display":"Other"}}} """, "urn:com.vendor.reasons", "5", "None" },
        { """ "overrideReasons":{"extension":{"com.vendor.reason":[{"code":"5"}],"com.vendor.more":7}} """, "com.vendor.reason", "5", "None" },
        { """ "overrideReasons":[{"reason":{"code":"r1"}}] """, null, FeedbackNames.Digest("r1"), "None" },
        { """ "overrideReason":{"userComment":"Seen outside"} """, null, null, "Short" },
        { """ "overrideReason":null """, null, null, "None" },
        { """ "somethingElse":{"a":[1]} """, null, null, "None" },
    };

    public static TheoryData<string, string> BadEntries => new()
    {
        { """ 5 """, "$.feedback[1]" },
        { """ {"outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z"} """, "$.feedback[1].card" },
        { """ {"card":7,"outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z"} """, "$.feedback[1].card" },
        { """ {"card":"","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z"} """, "$.feedback[1].card" },
        { """ {"card":"a\u0000b","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z"} """, "$.feedback[1].card" },
        { """ {"card":"a\ud800b","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z"} """, "$.feedback[1].card" },
        { """ {"card":"c2","outcome":"ignored","outcomeTimestamp":"2026-06-01T12:00:00Z"} """, "$.feedback[1].outcome" },
        { """ {"card":"c2","outcome":"overridden"} """, "$.feedback[1].outcomeTimestamp" },
        { """ {"card":"c2","outcome":"overridden","outcomeTimestamp":"yesterday"} """, "$.feedback[1].outcomeTimestamp" },
        { """ {"card":"c2","outcome":"overridden","outcomeTimestamp":"2026-06-01"} """, "$.feedback[1].outcomeTimestamp" },
        { """ {"card":"c2","outcome":"accepted","outcomeTimestamp":"2026-06-01T12:00:00Z"} """, "$.feedback[1].acceptedSuggestions" },
        { """ {"card":"c2","outcome":"accepted","outcomeTimestamp":"2026-06-01T12:00:00Z","acceptedSuggestions":[]} """, "$.feedback[1].acceptedSuggestions" },
        { """ {"card":"c2","outcome":"accepted","outcomeTimestamp":"2026-06-01T12:00:00Z","acceptedSuggestions":[{"id":"s1"},{}]} """, "$.feedback[1].acceptedSuggestions[1].id" },
        { """ {"card":"c2","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z","overrideReason":"no"} """, "$.feedback[1].overrideReason" },
        { """ {"card":"c2","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z","overrideReason":{"reason":"no"}} """, "$.feedback[1].overrideReason.reason" },
        { """ {"card":"c2","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z","overrideReason":{"reason":{"code":5}}} """, "$.feedback[1].overrideReason.reason.code" },
        { """ {"card":"c2","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z","overrideReasons":{"userComment":5}} """, "$.feedback[1].overrideReasons.userComment" },
    };

    [Fact]
    public async Task Dismissing_a_card_and_accepting_a_suggestion_show_up_with_card_kind_and_rule_version()
    {
        await using var app = new ServiceApp();
        var dismissed = await CardAsync(app);
        var accepted = await CardAsync(app);
        var reason = dismissed.GetProperty("overrideReasons")[0];
        var suggestion = accepted.GetProperty("suggestions")[1].GetProperty("uuid").GetString()!;
        await Kept.DecisionsIn(app, 2);

        await AssertTakenAsync(app, $$$"""
            {"card":"{{{dismissed.GetProperty("uuid").GetString()}}}","outcome":"overridden",{{{At}}},
            "overrideReason":{"reason":{"code":"{{{reason.GetProperty("code").GetString()}}}","system":"{{{reason.GetProperty("system").GetString()}}}"} } }
            """);
        await AssertTakenAsync(app, $$$"""
            {"card":"{{{accepted.GetProperty("uuid").GetString()}}}","outcome":"accepted",{{{At}}},"acceptedSuggestions":[{"id":"{{{suggestion}}}"}]}
            """);

        var feedback = await Kept.FeedbackIn(app);
        var dismissal = Assert.Single(feedback, entry => entry.Outcome is FeedbackOutcome.Overridden);
        Assert.Equal(reason.GetProperty("code").GetString(), dismissal.ReasonCode);
        var acceptance = Assert.Single(feedback, entry => entry.Outcome is FeedbackOutcome.Accepted);
        Assert.Equal("http://snomed.info/sct|304891004", Assert.Single(acceptance.Decision!.Suggestions, offered => string.Equals(offered.Id, acceptance.AcceptedSuggestions[0], StringComparison.Ordinal)).Codes[0]);
        Assert.All(feedback, entry =>
        {
            Assert.Equal("conservativeCareMissing", entry.Decision?.CardKind);
            Assert.Contains("/PlanDefinition/lumbar-fusion|", entry.Decision?.Plan, StringComparison.Ordinal);
            Assert.NotEmpty(entry.Decision!.Row);
        });
    }

    [Theory]
    [MemberData(nameof(Dismissals))]
    public async Task A_dismissal_is_understood_as_the_specification_the_sandbox_and_epic_send_it(string reason, string? system, string? code, string length)
    {
        await using var app = new ServiceApp();

        await AssertTakenAsync(app, $$"""{"card":"123456","outcome":"overridden",{{At}},{{reason}}}""");

        var entry = Assert.Single(await Kept.FeedbackIn(app));
        Assert.Equal((FeedbackNames.Digest("123456"), system, code), (entry.Card, entry.ReasonSystem, entry.ReasonCode));
        Assert.Equal(Enum.Parse<CommentLength>(length), entry.CommentLength);
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero), entry.OutcomeAt);
        Assert.Null(entry.Decision);
    }

    [Theory]
    [InlineData("2026-06-01T12:00:00Z")]
    [InlineData("2026-06-01T12:00:00.000Z")]
    [InlineData("2026-06-01T12:00:00.000000000Z")]
    [InlineData("2026-06-01T07:00:00-05:00")]
    [InlineData("2026-06-01T12:00:00")]
    public async Task An_instant_may_have_an_offset_and_decimals(string instant)
    {
        await using var app = new ServiceApp();

        await AssertTakenAsync(app, $$"""{"card":"c1","outcome":"overridden","outcomeTimestamp":"{{instant}}"}""");

        Assert.Equal(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero), Assert.Single(await Kept.FeedbackIn(app)).OutcomeAt);
    }

    [Theory]
    [MemberData(nameof(BadEntries))]
    public async Task A_bad_entry_is_named_and_does_not_spoil_the_others(string entry, string place)
    {
        await using var app = new ServiceApp();

        using var response = await app.PostToAsync(Path, $$"""{"feedback":[{"card":"c1","outcome":"overridden",{{At}}},{{entry}},{"card":"c3","outcome":"overridden",{{At}}}]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var refused = (await response.JsonAsync()).GetProperty("extension").GetProperty("example.cdshooks.refused");
        Assert.Equal(1, refused.GetArrayLength());
        Assert.Equal(place, refused[0].GetProperty("expression").GetString());
        Assert.StartsWith(place, refused[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equivalent(new[] { FeedbackNames.Digest("c1"), FeedbackNames.Digest("c3") }, (await Kept.FeedbackIn(app)).Select(kept => kept.Card), strict: true);
    }

    [Fact]
    public async Task Sending_again_changes_nothing_and_what_differs_is_new()
    {
        await using var app = new ServiceApp();
        string[] entries =
        [
            $$"""{"card":"c1","outcome":"overridden",{{At}}}""",
            $$$"""{"card":"c1","outcome":"overridden",{{{At}}},"overrideReason":{"reason":{"code":"r1"} } }""",
            """{"card":"c1","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:01Z"}""",
            $$"""{"card":"c1","outcome":"accepted",{{At}},"acceptedSuggestions":[{"id":"s1"},{"id":"s2"}]}""",
            $$"""{"card":"c1","outcome":"accepted",{{At}},"acceptedSuggestions":[{"id":"s3"}]}""",
            $$"""{"card":"c2","outcome":"overridden",{{At}}}""",
        ];

        await AssertTakenAsync(app, entries);
        await AssertTakenAsync(app, [.. entries, .. entries]);
        await AssertTakenAsync(app, $$"""{"card":"c1","outcome":"accepted",{{At}},"acceptedSuggestions":[{"id":"s2"},{"id":"s1"}]}""");

        Assert.Equal(entries.Length, (await Kept.FeedbackIn(app)).Count);
    }

    [Fact]
    public async Task A_card_may_be_named_as_the_logical_model_has_it()
    {
        await using var app = new ServiceApp();
        var card = (await CardAsync(app)).GetProperty("uuid").GetString()!;
        await Kept.DecisionsIn(app, 1);

        await AssertTakenAsync(app, $$"""{"card":"urn:uuid:{{card.ToUpperInvariant()}}","outcome":"overridden",{{At}}}""");

        Assert.Equal("conservativeCareMissing", Assert.Single(await Kept.FeedbackIn(app)).Decision?.CardKind);
    }

    [Fact]
    public async Task An_empty_list_is_taken_with_or_without_a_byte_order_mark()
    {
        await using var app = new ServiceApp();

        await AssertTakenAsync(app);
        using var marked = await app.PostToAsync(Path, "\uFEFF{\"feedback\":[]}");
        Assert.Equal(HttpStatusCode.OK, marked.StatusCode);

        Assert.Empty(await Kept.FeedbackIn(app));
    }

    internal static async Task AssertTakenAsync(ServiceApp app, params string[] entries)
    {
        var body = $$"""{"feedback":[{{string.Join(',', entries)}}]}""";
        using var json = JsonDocument.Parse(body);
        Assert.Empty(HookInvariant.Issues(HookInvariant.OfFeedback, json.RootElement));

        using var response = await app.PostToAsync(Path, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("{}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<JsonElement> CardAsync(ServiceApp app)
    {
        using var response = await app.PostAsync(Some.Case("v27-translation-4-1-mm"), EvaluationDate);
        return (await response.JsonAsync()).GetProperty("cards")[0];
    }
}
