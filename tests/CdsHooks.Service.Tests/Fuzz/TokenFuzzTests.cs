using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Fuzz;

/// <summary>Tokens changed at random: never a fault of ours, and none opens the door that its key has not signed.</summary>
public sealed class TokenFuzzTests(RegisteredService shared) : IClassFixture<RegisteredService>
{
    private const int Tokens = 1500;
    private const int Seed = 20_260_601;

    [Fact]
    public async Task Every_changed_token_is_rejected_unless_its_client_signed_it()
    {
        Dictionary<HttpStatusCode, int> answers = [];
        for (var number = 0; number < Tokens; number++)
        {
            var dice = new FuzzDice(Seed, number);
            var isSigned = dice.OneIn(2);
            var token = isSigned ? Signed(dice) : Unsigned(dice);
            using var response = await RegisteredEhr.CallAsync(shared.App, token);

            Assert.True(response.StatusCode is HttpStatusCode.Unauthorized || (isSigned && response.StatusCode is HttpStatusCode.OK), $"{number}: {response.StatusCode}");
            answers[response.StatusCode] = answers.GetValueOrDefault(response.StatusCode) + 1;
        }

        // Some changes do not matter, such as a claim that nobody looks at; most do.
        Assert.InRange(answers.GetValueOrDefault(HttpStatusCode.OK), 1, Tokens / 2);
        Assert.DoesNotContain(shared.App.Logs.Lines, line => line.Contains("[1301]", StringComparison.Ordinal));
    }

    /// <summary>Changed before its client signed it.</summary>
    private string Signed(FuzzDice dice)
    {
        var (header, claims) = (Bytes(shared.Ehr.Header()), Bytes(shared.Ehr.Claims()));
        var mutator = new JsonMutator(dice);
        return dice.OneIn(2)
            ? shared.Ehr.Ec.Sign(mutator.Mutate(header, claims), claims, "ES384")
            : shared.Ehr.Ec.Sign(header, mutator.Mutate(claims, header), "ES384");
    }

    /// <summary>Changed by somebody on the way, in characters that mean something.</summary>
    private string Unsigned(FuzzDice dice)
    {
        var parts = shared.Ehr.Token().Split('.');
        switch (dice.Next(5))
        {
            case 0:
                // The last character of a part may hold bits that nothing is made of.
                var text = string.Join('.', parts);
                var place = dice.Next(text.Length - 3);
                var other = text[place] is 'A' ? 'B' : 'A';
                return text[place] is '.' || text[place + 1] is '.' ? text.Remove(place, 1) : $"{text[..place]}{other}{text[(place + 1)..]}";
            case 1:
                return string.Join('.', parts.Take(1 + dice.Next(2)));
            case 2:
                return $"{parts[0]}.{SigningKey.Encode(new JsonMutator(dice).Mutate(Bytes(shared.Ehr.Claims()), Bytes(shared.Ehr.Header())))}.{parts[2]}";
            case 3:
                return $"{SigningKey.Encode(Encoding.UTF8.GetBytes(new JsonMutator(dice).Make()))}.{parts[1]}.{parts[2]}";
            default:
                return $"{parts[0]}.{parts[1]}.{SigningKey.Encode([.. Enumerable.Range(0, dice.Next(200)).Select(_ => (byte)dice.Next(256))])}";
        }
    }

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
