using System.Text;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using Xunit;

namespace CdsHooks.Tests.Intake;

/// <summary>Whatever comes in, a request is read or refused: nothing else is thrown.</summary>
public sealed class RobustnessTests
{
    private static readonly string Prefetch =
        $$$"""
        {"patient":{"resourceType":"Patient","id":"p1","name":[{"family":"Ä\u00e4\n"}]},
         "conditions":{{{Some.Bundle(Some.Entry(Some.Condition()), Some.Entry(Some.Outcome("warning"), "outcome"))}}},
         "procedures":null,"mine":{"link":[{"relation":"next"}],"entry":[{"fullUrl":"urn:x","resource":{"resourceType":"Observation","valueQuantity":{"value":1.5e3} } } ],"resourceType":"Bundle"}}
        """;

    public static TheoryData<string> Bodies =>
    [
        Some.Request(Prefetch)[..^1] + ",\"fhirServer\":\"https://x\",\"fhirAuthorization\":{\"patient\":\"p1\",\"expires_in\":300}}",
        "{\"prefetch\":" + Prefetch + "," + Some.Request()[1..],
        Some.Request(context: Some.Context[..^1] + ",\"selections\":[\"ServiceRequest/o1\"]}", hook: "order-select"),
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_body_cut_off_anywhere_is_rejected_once_it_is_read_to_the_end(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(IsRead(bytes.AsMemory(0, length)), $"{length} bytes were taken for a whole request");
        }

        Assert.True(IsRead(bytes));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Random_changes_are_survived(string body)
    {
        var original = Encoding.UTF8.GetBytes(body);
        var dice = new Dice(20260601);
        ReadOnlySpan<byte> likely = "{}[]\",:\\0-eu\u00e9 "u8;

        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])original.Clone();
            for (var change = 1 + dice.Next(3); change > 0; change--)
            {
                bytes[dice.Next(bytes.Length)] = dice.Next(2) is 0 ? likely[dice.Next(likely.Length)] : (byte)dice.Next(256);
            }

            // Anything but a refusal fails the test by being thrown.
            IsRead(bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Random_parts_may_be_lost_or_doubled(string body)
    {
        var original = Encoding.UTF8.GetBytes(body);
        var dice = new Dice(20260602);

        for (var round = 0; round < 5_000; round++)
        {
            var start = dice.Next(original.Length);
            var end = start + dice.Next(Math.Min(original.Length - start, 200));
            byte[] bytes = dice.Next(2) is 0
                ? [.. original[..start], .. original[end..]]
                : [.. original[..end], .. original[start..]];

            IsRead(bytes);
        }
    }

    [Fact]
    public void Reading_the_prefetch_twice_gives_the_same()
    {
        using var request = Some.Read(Some.Request(Prefetch));

        var first = request.ReadRest(Some.Terminology, new HashSet<EvidenceKind>()).Sets;
        var second = request.ReadRest(Some.Terminology, new HashSet<EvidenceKind>()).Sets;

        Assert.Equal(first.Select(set => set.Retrieval), second.Select(set => set.Retrieval));
        Assert.Equal(first.SelectMany(set => set.Resources).Select(Some.Text), second.SelectMany(set => set.Resources).Select(Some.Text), StringComparer.Ordinal);
    }

    [Fact]
    public void Five_megabytes_are_read_and_only_what_matters_is_used()
    {
        var entries = Enumerable.Range(0, 22_000).Select(i => Some.Entry(
            $$$"""{"resourceType":"Observation","id":"{{{i}}}","status":"final","code":{"coding":[{"system":"{{{(i % 100 is 0 ? "http://hl7.org/fhir/sid/icd-10-cm" : "http://loinc.org")}}}","code":"{{{(i % 100 is 0 ? "M54.50" : "8480-6")}}}"}],"text":"{{{new string('x', 80)}}}"}}"""));
        var body = Some.Request($$"""{"observations":{{Some.Bundle([.. entries])}}}""");
        Assert.True(body.Length > 5_000_000, $"{body.Length} bytes");

        var set = Some.PrefetchOf(body).Of("observations");

        Assert.Equal(22_000, set.Retrieval.Count);
        Assert.Equal(220, set.Used().Count);
    }

    private static bool IsRead(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var request = HookRequest.Read(body);
            request.ReadRest(Some.Terminology, new HashSet<EvidenceKind> { EvidenceKind.Observation });
            return true;
        }
        catch (HookRequestException exception)
        {
            Assert.StartsWith("$", exception.JsonPath, StringComparison.Ordinal);
            return false;
        }
    }
}
