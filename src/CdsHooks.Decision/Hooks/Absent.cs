namespace CdsHooks.Decision.Hooks;

/// <summary>CDS Hooks allows no empty values: an empty text or list is the same as none, and none is left out.</summary>
internal static class Absent
{
    public static string? IfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public static IReadOnlyList<T>? IfEmpty<T>(IReadOnlyList<T>? list) => list is { Count: > 0 } ? list : null;
}
