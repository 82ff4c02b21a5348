namespace CdsHooks.Service.Pages.Rules;

/// <summary>Splits a text of a card into its own words and the inserts that are described in square brackets.</summary>
internal static class TextParts
{
    /// <summary>Lists the parts in order; a part that is an insert is without its brackets.</summary>
    public static IEnumerable<(string Text, bool IsInsert)> Of(string filled)
    {
        var rest = filled;
        while (rest.Length > 0)
        {
            var open = rest.IndexOf('[', StringComparison.Ordinal);
            var close = open < 0 ? -1 : rest.IndexOf(']', open);
            if (close < 0)
            {
                yield return (rest, false);
                yield break;
            }

            if (open > 0)
            {
                yield return (rest[..open], false);
            }

            yield return (rest[(open + 1)..close], true);
            rest = rest[(close + 1)..];
        }
    }
}
