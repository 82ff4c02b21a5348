using System.Text;
using System.Text.RegularExpressions;

namespace CdsHooks.Tests.Architecture;

/// <summary>Which folder of a project knows which: by the namespaces that its files import, and by types of the folders above it, which need no import.</summary>
internal sealed partial class FolderGraph
{
    private readonly SortedDictionary<string, SortedSet<string>> _arrows = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="FolderGraph"/> class: reads the project's files.</summary>
    /// <param name="project">The project's name, such as <c>CdsHooks.Service</c>.</param>
    public FolderGraph(string project)
    {
        var files = Repository.CSharp("src", project)
            .Where(file => !file.File.Contains("/obj/", StringComparison.Ordinal))
            .Select(file => (Folder: FolderOf(file.File), Text: string.Join('\n', file.Lines)))
            .ToList();
        var folders = files.Select(file => file.Folder).ToHashSet(StringComparer.Ordinal);
        var types = files
            .SelectMany(file => Declaration().Matches(file.Text).Select(type => (file.Folder, Name: type.Groups["name"].Value)))
            .Distinct()
            .ToLookup(type => type.Folder, type => type.Name, StringComparer.Ordinal);
        foreach (var (folder, text) in files)
        {
            foreach (var name in Import(project).Matches(text).Select(import => import.Groups["folder"].Value.Replace('.', '/')).Where(folders.Contains))
            {
                Add(folder, name);
            }

            var words = Word().Matches(Comment().Replace(text, string.Empty)).Select(word => word.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var above in folders.Where(above => IsAbove(above, folder) && types[above].Any(words.Contains)))
            {
                Add(folder, above);
            }
        }
    }

    /// <summary>Gets the folders that know each other, however far round; empty when the arrows only go one way.</summary>
    public IReadOnlyList<string> Circles =>
        [.. _arrows.Keys.Where(folder => Reaches(folder, folder, [])).Select(folder => $"{folder} -> {string.Join(", ", _arrows[folder].Where(to => Reaches(to, folder, [])))}")];

    /// <summary>Draws the arrows as a Mermaid flowchart.</summary>
    /// <returns>The lines between the fences.</returns>
    public string Draw()
    {
        StringBuilder drawing = new("flowchart LR\n");
        foreach (var (from, targets) in _arrows)
        {
            drawing.Append("  ").Append(Node(from)).Append(" --> ").AppendJoin(" & ", targets.Select(Node)).Append('\n');
        }

        return drawing.ToString();
    }

    private static string Node(string folder) => $"{folder.Replace('/', '_').Trim('(', ')')}[\"{folder}\"]";

    private static string FolderOf(string file) => string.Join('/', file.Split('/')[2..^1]) is { Length: > 0 } folder ? folder : "(root)";

    private static bool IsAbove(string above, string folder) =>
        !string.Equals(above, folder, StringComparison.Ordinal) && (above is "(root)" || folder.StartsWith(above + "/", StringComparison.Ordinal));

    private void Add(string from, string to)
    {
        if (!string.Equals(from, to, StringComparison.Ordinal))
        {
            if (!_arrows.TryGetValue(from, out var targets))
            {
                _arrows[from] = targets = new SortedSet<string>(StringComparer.Ordinal);
            }

            targets.Add(to);
        }
    }

    private bool Reaches(string from, string to, HashSet<string> seen) =>
        _arrows.TryGetValue(from, out var targets)
        && targets.Any(next => string.Equals(next, to, StringComparison.Ordinal) || (seen.Add(next) && Reaches(next, to, seen)));

    private static Regex Import(string project) =>
        new($@"^using (?:static )?(?:\w+ = )?{Regex.Escape(project)}\.(?<folder>\w+(?:\.\w+)*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    [GeneratedRegex(@"^(?:public|internal) (?:(?:static|sealed|abstract|readonly|partial|ref) )*(?:class|struct|record struct|record|interface|enum) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"//.*$|""(?:\\.|[^""\\])*""|^using .*;$|^namespace .*;$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Word();
}
