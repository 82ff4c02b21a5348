using System.Text;
using System.Text.Json;

namespace CdsHooks.Service.Tests.Fuzz;

/// <summary>Changes JSON in one place: mostly so that it stays JSON, sometimes not.</summary>
/// <param name="dice">The source of all chance.</param>
internal sealed class JsonMutator(FuzzDice dice)
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "{}", "[]", "\"\"", "0", "-1", "1e999999", "-1e-999999", "4.10", "9007199254740993", "2147483648", "-0",
        "79228162514264337593543950336", "0.0000000000000000000000000000001", "\" \"", "\"\\ud800\"", "\"\\u0000\"", "\"\\ufffe\"", "\"\u202E\"", "[[]]", "[null]", "[{}]", "{\"a\":null}",
        "\"0001-01-01\"", "\"9999-12-31\"", "\"9999-12-31T23:59:59+14:00\"", "\"0001-01-01T00:00:00-14:00\"", "\"2026\"", "\"2026-02-30\"", "\"2026-06\"", "\"2026-06-01T12:00:00Z\"",
        "\"2026-06-01T23:59:60Z\"", "\"final\"", "\"active\"", "\"draft\"", "\"entered-in-error\"", "\"revoked\"", "\"Patient/p1\"", "\"#\"", "\"#x\"", "\"urn:uuid:x\"", "\"http://\"", "\"https://a/b/Patient/1/_history/2\"",
        "\"mm\"", "\"cm\"", "\"%\"", "\"<\"", "\"Observation\"", "\"Condition\"", "\"Bundle\"", "\"OperationOutcome\"", "\"http://snomed.info/sct\"", "\"http://loinc.org\"", "\"<script>alert(1)</script>\"", "\"[x](javascript:alert(1))\"", "\"|a|b|\\n---\"",
    ];

    private static readonly byte[] Likely = "{}[]\",:\\0-eu. \u00e9"u8.ToArray();

    /// <summary>Changes a text one to four times.</summary>
    public byte[] Mutate(byte[] json, byte[] other)
    {
        var changed = json;
        for (var times = 1 + dice.Next(4); times > 0; times--)
        {
            changed = dice.OneIn(6) ? ChangeBytes(changed, other) : ChangeValue(changed, other);
        }

        return changed;
    }

    /// <summary>JSON made of nothing.</summary>
    public string Make(int depth = 0)
    {
        var kind = dice.Next(depth > 6 ? 3 : 6);
        return kind switch
        {
            < 3 => dice.Of(Values),
            3 => $"[{string.Join(',', Enumerable.Range(0, dice.Next(4)).Select(_ => Make(depth + 1)))}]",
            _ => $"{{{string.Join(',', Enumerable.Range(0, dice.Next(5)).Select(_ => $"\"{dice.Of(FuzzNames.All)}\":{Make(depth + 1)}"))}}}",
        };
    }

    /// <summary>The places of all values, with that of the member's name where there is one.</summary>
    public static List<(int Name, int Start, int End)> Places(ReadOnlySpan<byte> json)
    {
        List<(int Name, int Start, int End)> places = [];
        Stack<(int Name, int Start)> open = new();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 10_000 });
        var name = -1;
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = (int)reader.TokenStartIndex;
                        continue;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((name, (int)reader.TokenStartIndex));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var begun = open.Pop();
                        places.Add((begun.Name, begun.Start, (int)reader.BytesConsumed));
                        break;
                    default:
                        places.Add((name, (int)reader.TokenStartIndex, (int)reader.BytesConsumed));
                        break;
                }

                name = -1;
            }
        }
        catch (JsonException)
        {
            // What came before is as good a place as any.
        }

        return places;
    }

    private byte[] ChangeValue(byte[] json, byte[] other)
    {
        var places = Places(json);
        if (places.Count == 0)
        {
            return ChangeBytes(json, other);
        }

        var (name, start, end) = dice.Of(places);
        switch (dice.Next(8))
        {
            case 0 when name >= 0:
                // Twice, in the same words or in others.
                return Splice(json, name, name, [.. json.AsSpan(name, start - name), .. dice.OneIn(2) ? json.AsSpan(start, end - start) : Encoding.UTF8.GetBytes(dice.Of(Values)), (byte)',']);
            case 1 when name >= 0:
                return Splice(json, name, AfterComma(json, end), []);
            case 2:
                var (_, from, to) = dice.Of(places);
                return Splice(json, start, end, json.AsSpan(from, to - from));
            case 3 when Places(other) is { Count: > 0 } others:
                var (_, first, last) = dice.Of(others);
                return Splice(json, start, end, other.AsSpan(first, last - first));
            case 4:
                var depth = dice.OneIn(3) ? 60 + dice.Next(8) : dice.Next(3000);
                return Splice(json, start, end, Encoding.UTF8.GetBytes(dice.OneIn(2)
                    ? $"{new string('[', depth)}{new string(']', depth)}"
                    : $"{string.Concat(Enumerable.Repeat("{\"extension\":", depth))}1{new string('}', depth)}"));
            case 5:
                return Splice(json, start, end, Encoding.UTF8.GetBytes(dice.OneIn(2) ? new string('9', dice.Next(500)) : $"\"{new string('a', dice.Next(2000))}\""));
            case 6:
                return Splice(json, start, end, Encoding.UTF8.GetBytes(Make()));
            default:
                return Splice(json, start, end, Encoding.UTF8.GetBytes(dice.Of(Values)));
        }
    }

    private byte[] ChangeBytes(byte[] json, byte[] other)
    {
        var at = dice.Next(json.Length + 1);
        var to = Math.Min(json.Length, at + dice.Next(200));
        return dice.Next(5) switch
        {
            0 => Splice(json, at, Math.Min(json.Length, at + 1), [(byte)dice.Next(256)]),
            1 => Splice(json, at, Math.Min(json.Length, at + 1), [dice.Of(Likely)]),
            2 => json[..at],
            3 => Splice(json, at, to, []),
            _ => [.. json[..at], .. other[dice.Next(other.Length)..]],
        };
    }

    private static int AfterComma(byte[] json, int at)
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at < json.Length && json[at] is (byte)',' ? at + 1 : at;
    }

    private static byte[] Splice(byte[] json, int from, int to, ReadOnlySpan<byte> put) => [.. json.AsSpan(0, from), .. put, .. json.AsSpan(to)];
}
