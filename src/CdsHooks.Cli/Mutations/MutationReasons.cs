using System.IO.Enumeration;
using System.Text.Json;
using CdsHooks.Cli.Cases;
using CdsHooks.Cli.Output;

namespace CdsHooks.Cli.Mutations;

/// <summary>Why some changes go unnoticed: <c>mutations.json</c> beside the cases.</summary>
internal sealed class MutationReasons
{
    public const string FileName = "mutations.json";

    private readonly IReadOnlyList<MutationReason> _entries;

    private MutationReasons(IReadOnlyList<MutationReason> entries) => _entries = entries;

    /// <summary>Reads the file of a folder of cases; there are no reasons where there is no file.</summary>
    /// <exception cref="CommandException">The file is not what it should be.</exception>
    public static MutationReasons ReadFrom(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            return new MutationReasons([]);
        }

        var reader = new CaseFileReader(FileName);
        using var document = reader.Parse(File.ReadAllBytes(path));
        reader.CheckMembers(document.RootElement, "$", "survivors");
        var list = reader.List(reader.Need(document.RootElement, "survivors", "$"), "$.survivors", "changes");
        return new MutationReasons([.. list.Select((entry, index) => Read(reader, entry, $"$.survivors[{index}]"))]);
    }

    /// <summary>Says why a change goes unnoticed; null when no reason is stated.</summary>
    public MutationReason? Find(Mutation mutation) => _entries.FirstOrDefault(entry => Speaks(entry, mutation));

    /// <summary>Lists the reasons that speak of no survivor.</summary>
    /// <param name="results">What was tried.</param>
    /// <param name="isAll">Whether that is everything there is; if not, only reasons for what was tried are judged.</param>
    public IEnumerable<MutationReason> Stale(IReadOnlyList<MutationResult> results, bool isAll)
    {
        foreach (var entry in _entries)
        {
            List<MutationResult> spoken = [.. results.Where(result => Speaks(entry, result.Mutation))];
            if (!spoken.Exists(result => result.Outcome is MutationOutcome.Survived) && (isAll || spoken.Count > 0))
            {
                yield return entry;
            }
        }
    }

    private static bool Speaks(MutationReason entry, Mutation mutation) =>
        string.Equals(entry.Change, mutation.Change, StringComparison.Ordinal)
        && FileSystemName.MatchesSimpleExpression(entry.Place, mutation.Place, ignoreCase: false);

    private static MutationReason Read(CaseFileReader reader, JsonElement json, string path)
    {
        reader.CheckMembers(json, path, "place", "change", "because");
        return new MutationReason(Text("place"), Text("change"), Text("because"));

        string Text(string member) => reader.Text(reader.Need(json, member, path), $"{path}.{member}");
    }
}
