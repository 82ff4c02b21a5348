namespace CdsHooks.Workbench;

/// <summary>Writes small parts of sentences.</summary>
internal static class Wording
{
    /// <summary>Formats a number of things, e.g. <c>1 run</c>, <c>2 runs</c>, <c>3 activities</c>.</summary>
    public static string Counted(int count, string noun) => (count, noun[^1]) switch
    {
        (1, _) => $"1 {noun}",
        (_, 'y') => $"{count} {noun[..^1]}ies",
        _ => $"{count} {noun}s",
    };

    /// <summary>Joins parts as in a sentence: <c>a, b or c</c>.</summary>
    public static string Join(IReadOnlyList<string> parts, string last) =>
        parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.SkipLast(1))} {last} {parts[^1]}";
}
