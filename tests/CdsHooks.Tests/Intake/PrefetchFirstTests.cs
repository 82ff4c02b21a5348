using System.Text;
using System.Text.Json;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using Xunit;

namespace CdsHooks.Tests.Intake;

/// <summary>A prefetch that stands before the context is leapt over, and read only when it is asked for.</summary>
public sealed class PrefetchFirstTests
{
    private static readonly string[] Pieces =
        ["{", "}", "[", "]", "\"", "\\", "\\\"", "\\\\", "\"}", "{\"", "ü", "x", new string('y', 61), new string('{', 5), "\n", ":", ","];

    [Fact]
    public void Braces_and_quotes_in_strings_do_not_mislead_wherever_they_are()
    {
        var dice = new Dice(20261122);
        for (var round = 0; round < 5_000; round++)
        {
            var prefetch = new Dictionary<string, object>(StringComparer.Ordinal);
            for (var member = dice.Next(4); member >= 0; member--)
            {
                prefetch[Text(dice)] = new Dictionary<string, object>(StringComparer.Ordinal) { [Text(dice)] = new[] { Text(dice), Text(dice) } };
            }

            using var request = Some.Read(PrefetchFirst(JsonSerializer.Serialize(prefetch)));

            Assert.Equal("p1", request.Context.PatientId);
            Assert.Equal("order-sign", request.Hook);
        }
    }

    [Fact]
    public void Prefetch_that_comes_first_is_read_as_if_it_came_last()
    {
        var prefetch = $$"""{"conditions":{{Some.Bundle(Some.Entry(Some.Condition()))}},"observations":null}""";

        var first = Some.PrefetchOf(PrefetchFirst(prefetch));

        var last = Some.PrefetchOf(Some.Request(prefetch));
        Assert.Equal(last.Select(set => set.Retrieval), first.Select(set => set.Retrieval));
        Assert.Equal(last.Of("conditions").Resources[0].Text(), first.Of("conditions").Resources[0].Text());
    }

    [Fact]
    public void What_is_wrong_with_it_comes_to_light_once_it_is_read()
    {
        using var request = Some.Read(PrefetchFirst("""{"conditions":[}"""));

        Assert.Throws<HookRequestException>(() => request.ReadRest(Some.Terminology, new HashSet<EvidenceKind>()).Sets);
    }

    [Theory]
    [InlineData("\n\n]", "(line 5,")]
    [InlineData("\n\"x\"", "(line 4,")]
    public void An_issue_behind_it_is_named_by_its_line_in_the_whole_body(string tail, string place)
    {
        var body = "{\"prefetch\":{\n\"conditions\":\nnull}," + Some.Request()[1..^1] + tail;

        var issue = Assert.Throws<HookRequestException>(() => Some.Read(body));

        Assert.Contains(place, issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prefetch_that_comes_first_nests_no_deeper_than_elsewhere()
    {
        foreach (var depth in Enumerable.Range(58, 10))
        {
            var prefetch = "{\"mine\":" + new string('[', depth) + new string(']', depth) + "}";

            Assert.Equal(IsRead(Some.Request(prefetch)), IsRead(PrefetchFirst(prefetch)));
        }
    }

    private static string PrefetchFirst(string prefetch) => $"{{\"prefetch\": {prefetch} ," + Some.Request()[1..];

    private static bool IsRead(string body)
    {
        try
        {
            using var request = HookRequest.Read(Encoding.UTF8.GetBytes(body));
            request.ReadRest(Some.Terminology, new HashSet<EvidenceKind>());
            return true;
        }
        catch (HookRequestException)
        {
            return false;
        }
    }

    private static string Text(Dice dice) => string.Concat(Enumerable.Range(0, dice.Next(9)).Select(_ => Pieces[dice.Next(Pieces.Length)]));
}
