using System.IO.Enumeration;
using System.Text.Json;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Cases;

namespace CdsHooks.Cli.Mutations;

/// <summary>The reasons for undetected mutations: <c>mutations.json</c> next to the cases.</summary>
internal sealed class MutationReasons(IReadOnlyList<MutationReason> entries)
{
    public const string FileName = "mutations.json";

    /// <summary>Reads the file of a folder of cases; empty when there is none.</summary>
    /// <exception cref="WorkbenchException">The file is not valid.</exception>
    public static MutationReasons ReadFrom(string directory) => new(CaseFileReader.ReadList(directory, FileName, "survivors", "changes", Read) ?? []);

    /// <summary>Finds the reason why a mutation is not detected; null when none is stated.</summary>
    public MutationReason? Find(Mutation mutation) => entries.FirstOrDefault(entry => Matches(entry, mutation));

    /// <summary>Lists the reasons that match no survivor.</summary>
    /// <param name="results">The results.</param>
    /// <param name="isAll">True when every mutation was tested; otherwise reasons that match no result are ignored.</param>
    public IEnumerable<MutationReason> Stale(IReadOnlyList<MutationResult> results, bool isAll)
    {
        foreach (var entry in entries)
        {
            List<MutationResult> matching = [.. results.Where(result => Matches(entry, result.Mutation))];
            if (!matching.Exists(result => result.Outcome is MutationOutcome.Survived) && (isAll || matching.Count > 0))
            {
                yield return entry;
            }
        }
    }

    private static bool Matches(MutationReason entry, Mutation mutation) =>
        string.Equals(entry.Change, mutation.Change, StringComparison.Ordinal)
        && FileSystemName.MatchesSimpleExpression(entry.Place, mutation.Place, ignoreCase: false);

    private static MutationReason Read(CaseFileReader reader, JsonElement json, string path)
    {
        reader.CheckMembers(json, path, "place", "change", "because");
        return new MutationReason(reader.Text(json, "place", path), reader.Text(json, "change", path), reader.Text(json, "because", path));
    }
}

/// <summary>The reason why no case can detect a mutation.</summary>
/// <param name="Place">The place; <c>*</c> matches any text.</param>
/// <param name="Change">The change in the words of the list.</param>
/// <param name="Because">The reason.</param>
internal sealed record MutationReason(string Place, string Change, string Because)
{
    public override string ToString() => $"{Place}: {Change}";
}
