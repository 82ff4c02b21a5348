using System.Text.Json;

namespace CdsHooks.Cli.Mutations;

/// <summary>Sorts of changes in words.</summary>
internal static class MutationKindWords
{
    /// <summary>Gives a sort of change as words, e.g. <c>code filter removed</c>.</summary>
    public static string ToWords(this MutationKind kind) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()).Replace('-', ' ');
}
