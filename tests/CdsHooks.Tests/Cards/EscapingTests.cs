using CdsHooks.Decision.Criteria.Results;
using Xunit;
using static CdsHooks.Tests.Cards.ToyJson;
using static CdsHooks.Tests.Cards.ToyRules;

namespace CdsHooks.Tests.Cards;

/// <summary>Whoever can write an order's text must not be able to put anything but words into a card.</summary>
public sealed class EscapingTests
{
    private static readonly ToyRules Toy = ToyPlan.Loaded(plan => plan with
    {
        Cards = [Card("toyCard", "Measured {measured:tear}.", Line("{measured:tear}"), Line("{orders}"), Line("{evidence:tear}"), Line("{criteria:tear}"))],
    });

    [Theory]
    [InlineData("3.5 mm at L4-L5", "3.5 mm at L4-L5")]
    [InlineData("<script>alert(1)</script>", "&lt; script&gt;alert(1)&lt; /script&gt;")]
    [InlineData("<img src=x onerror=alert(1)>", "&lt; img src=x onerror=alert(1)&gt;")]
    [InlineData("a & b &lt; c", "a &amp; b &amp;lt; c")]
    [InlineData("[click](javascript:alert(1))", "\\[click\\](javascript:alert(1))")]
    [InlineData("![x](https://evil.example/p.png)", "!\\[x\\](https: //evil.example/p.png)")]
    [InlineData("see https://evil.example", "see https: //evil.example")]
    [InlineData("WWW.evil.example", "WWW .evil.example")]
    [InlineData("write me@evil.example", "write me @evil.example")]
    [InlineData("**bold** _it_ ~~no~~ `code`", "\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\`code\\`")]
    [InlineData("# Heading", "\\# Heading")]
    [InlineData("- item", "\\- item")]
    [InlineData("---", "\\---")]
    [InlineData("1. item", "1\\. item")]
    [InlineData("12) item", "12\\) item")]
    [InlineData("-5 mm", "-5 mm")]
    [InlineData("a | b", "a \\| b")]
    [InlineData("back\\slash", "back\\\\slash")]
    [InlineData("line\r\n\r\n# Heading\ttab", "line \\# Heading tab")]
    [InlineData("a\u0000b\u001b[31m\u200b\u202ec\ufeff", "ab\\[31mc")]
    [InlineData("a\ud800b", "ab")]
    [InlineData("größer 骨 \U0001F9B4", "größer 骨 \U0001F9B4")]
    [InlineData("   ", "no value")]
    public void Chart_text_stays_words_in_the_detail(string chart, string expected)
    {
        var detail = Toy.Detail(Toy.Assess(Of(chart)));

        Assert.Equal(expected, detail.Split("\n\n")[0]);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "Measured < script>alert(1)< /script>.")]
    [InlineData("<!--", "Measured < !--.")]
    [InlineData("< 3 mm & more", "Measured < 3 mm & more.")]
    [InlineData("4\n5", "Measured 4 5.")]
    [InlineData("http://evil.example", "Measured http: //evil.example.")]
    [InlineData("*4* mm", "Measured *4* mm.")]
    public void Chart_text_stays_words_in_the_summary(string chart, string expected) =>
        Assert.Equal(expected, Toy.Compose(Toy.Assess(Of(chart)))!.Summary);

    [Fact]
    public void Chart_text_is_escaped_in_every_insert()
    {
        const string Evil = "<b>[x](https://evil.example)</b>\n# h";
        const string Harmless = "&lt; b&gt;\\[x\\](https: //evil.example)&lt; /b&gt; \\# h";
        var detail = Toy.Detail(Toy.Assess(
            Of(Evil) with { Evidence = [new EvidenceItem("Observation/1", "2026-06-01", Evil)] },
            Met("brace-order", new EvidenceItem("ServiceRequest/1", Date: null, Evil))));

        Assert.Equal($"{Harmless}\n\n{Harmless}\n\n{Harmless}, 2026-06-01\n\n- **Tear**: measured: {Harmless} ({Harmless}, 2026-06-01)", detail);
    }

    [Fact]
    public void A_reference_of_an_unnamed_record_is_escaped_too() =>
        Assert.Contains("\n&lt; b&gt;, &lt; i&gt;", Toy.Detail(Toy.Assess(Met("tear", new EvidenceItem("<b>/1", "<i>", Text: null)))), StringComparison.Ordinal);

    [Theory]
    [InlineData(80, 80)]
    [InlineData(81, 80)]
    [InlineData(1_000_000, 80)]
    public void Long_chart_text_is_cut(int length, int expected)
    {
        var text = Toy.Detail(Toy.Assess(Of(new string('a', length)))).Split("\n\n")[0];

        Assert.Equal(expected, text.Length);
        Assert.Equal(length > 80, text.EndsWith('…'));
    }

    [Fact]
    public void A_cut_never_halves_a_character()
    {
        for (var lead = 0; lead < 4; lead++)
        {
            var card = Toy.Compose(Toy.Assess(Of(new string('a', lead) + string.Concat(Enumerable.Repeat("\U0001F9B4", 60)))))!;

            Assert.Equal(-1, (card.Summary + card.Detail).IndexOf('\uFFFD', StringComparison.Ordinal));
            Assert.True(IsWhole(card.Summary) && IsWhole(card.Detail!));
        }
    }

    [Fact]
    public void However_long_a_summary_gets_it_stays_under_140()
    {
        var toy = ToyPlan.Loaded(plan => plan with { Cards = [Card("toyCard", new string('s', 99) + "{measured:tear}")] });

        Assert.Equal(139, toy.Compose(toy.Assess(Of(new string('a', 500))))!.Summary.Length);
    }

    private static bool IsWhole(string text) => text.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar);

    private static Finding Of(string measured) => NotMet("tear", Reason.MeasuredNegative) with { Facts = new FindingFacts(Measured: measured) };
}
