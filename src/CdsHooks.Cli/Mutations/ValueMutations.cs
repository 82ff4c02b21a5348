using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CdsHooks.Cli.Mutations;

/// <summary>Lists the mutations of one <c>value[x]</c>: a number one step up, then one step down; a boolean inverted.</summary>
internal static class ValueMutations
{
    private const decimal MinDecimalStep = 0.1m;

    public static IEnumerable<Mutation> Of(PlacedNode holder, MutationKind? kind = null)
    {
        if (holder.Node is not JsonObject json)
        {
            return [];
        }

        return json
            .Where(member => member.Key.StartsWith("value", StringComparison.Ordinal) && member.Value is not null)
            .SelectMany(member => member.Value!.GetValueKind() switch
            {
                JsonValueKind.True or JsonValueKind.False => [Flip(holder, member.Key, member.Value.GetValueKind() is JsonValueKind.True, kind)],
                JsonValueKind.Number => Steps(holder, member.Key, member.Value, kind),
                JsonValueKind.Object when member.Value["value"] is JsonValue number => Steps(holder, member.Key, number, kind),
                _ => [],
            });
    }

    /// <summary>Formats a change from one value to another.</summary>
    public static string Words(string from, string to) => $"{from} -> {to}";

    /// <summary>Lists the steps of a number: 1 for an integer; for a decimal one unit of its last written digit, but at least 0.1.</summary>
    private static IEnumerable<Mutation> Steps(PlacedNode holder, string member, JsonNode number, MutationKind? kind)
    {
        var written = number.ToJsonString();
        var value = decimal.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture);
        var step = Math.Max(new decimal(1, 0, 0, isNegative: false, value.Scale), MinDecimalStep);
        foreach (var stepped in new[] { value + step, value - step })
        {
            yield return holder.Mutate(
                kind ?? MutationKind.NumberStepped,
                Words(written, stepped.ToString(CultureInfo.InvariantCulture)),
                node => Put(node, member, JsonValue.Create(stepped)));
        }
    }

    private static void Put(JsonNode holder, string member, JsonValue number)
    {
        var isQuantity = holder[member] is JsonObject;
        (isQuantity ? holder[member]! : holder)[isQuantity ? "value" : member] = number.DeepClone();
    }

    private static Mutation Flip(PlacedNode holder, string member, bool isTrue, MutationKind? kind) => holder.Mutate(
        kind ?? MutationKind.SwitchFlipped,
        isTrue ? Words("true", "false") : Words("false", "true"),
        JsonEdit.Set(member, JsonValue.Create(!isTrue)));
}
