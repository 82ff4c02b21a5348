using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CdsHooks.Service.Host.Errors;
using Hl7.Fhir.Model;
using Microsoft.Extensions.Primitives;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Knowledge.KnowledgeApi;

/// <summary>
/// A FHIR search over the knowledge: repeated parameters must all match; of comma-separated values, one must. An unknown parameter is
/// rejected, since a search that ignores it would return wrong matches.
/// </summary>
internal sealed partial class LibrarySearch
{
    private const int DefaultCount = 100;
    private const int MaxCount = 1000;

    private static readonly Dictionary<string, Func<string, string, bool>> Modifiers = new(StringComparer.Ordinal)
    {
        ["name"] = StartsWith,
        ["name:exact"] = IsSame,
        ["name:contains"] = Contains,
        ["title"] = StartsWith,
        ["title:exact"] = IsSame,
        ["title:contains"] = Contains,
        ["url"] = IsSame,
        ["version"] = IsSame,
        ["status"] = IsSame,
        ["_id"] = IsSame,
    };

    private readonly List<(string Parameter, string Element, string[] Values)> _filters = [];

    private LibrarySearch()
    {
    }

    /// <summary>Gets the parameters that filter, without modifiers, with their FHIR type.</summary>
    public static IReadOnlyList<(string Name, SearchParamType Type)> Parameters { get; } =
    [
        ("_id", SearchParamType.Token),
        ("name", SearchParamType.String),
        ("status", SearchParamType.Token),
        ("title", SearchParamType.String),
        ("url", SearchParamType.Uri),
        ("version", SearchParamType.Token),
    ];

    /// <summary>Gets the number of matches on a page; 0 requests the total only.</summary>
    public int Count { get; private set; } = DefaultCount;

    /// <summary>Gets the number of matches before the page.</summary>
    public int Offset { get; private set; }

    /// <summary>Reads a search.</summary>
    /// <exception cref="RejectedRequestException">400: a parameter is unknown, or its value is not valid.</exception>
    public static LibrarySearch Read(IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        var search = new LibrarySearch();
        foreach (var (name, values) in parameters)
        {
            foreach (var value in values)
            {
                search.Add(name, value ?? string.Empty);
            }
        }

        return search;
    }

    /// <summary>Determines whether a resource matches.</summary>
    public bool Matches(LibraryItem item) => _filters.TrueForAll(filter =>
        item.Text(filter.Element) is { } text && Array.Exists(filter.Values, value => Modifiers[filter.Parameter](text, value)));

    /// <summary>Writes the search as a query string, for the links of a page.</summary>
    public string ToQuery(int offset)
    {
        var query = new StringBuilder();
        foreach (var (parameter, _, values) in _filters)
        {
            Append(query, parameter, string.Join(',', values.Select(value => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal))));
        }

        Append(query, "_count", Count.ToString(CultureInfo.InvariantCulture));
        if (offset > 0)
        {
            Append(query, "_offset", offset.ToString(CultureInfo.InvariantCulture));
        }

        return query.ToString();
    }

    private static void Append(StringBuilder query, string name, string value) =>
        query.Append(query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));

    private void Add(string name, string value)
    {
        switch (name)
        {
            case "_count":
                Count = Math.Min(Number(value, "_count"), MaxCount);
                break;
            case "_offset":
                Offset = Number(value, "_offset");
                break;
            case "_format" or "_pretty":
                break;
            case not null when Modifiers.ContainsKey(name):
                _filters.Add((name, name is "_id" ? "id" : name.Split(':')[0], Split(value)));
                break;
            default:
                throw new RejectedRequestException(Outcome.Of(
                    StatusCodes.Status400BadRequest,
                    IssueType.NotSupported,
                    $"This search supports only the parameters {string.Join(", ", Modifiers.Keys)}, _count, _offset and _format."));
        }
    }

    private static int Number(string value, string name) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RejectedRequestException(Outcome.Of(StatusCodes.Status400BadRequest, IssueType.Value, $"The parameter {name} must be a whole number, 0 or more."));

    /// <summary>Splits at commas that are not escaped with a backslash.</summary>
    private static string[] Split(string value) =>
        [.. BareComma().Split(value).Select(part => Escaped().Replace(part, "${bare}"))];

    [GeneratedRegex(@"(?<!\\),", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BareComma();

    [GeneratedRegex(@"\\(?<bare>.)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();

    private static bool IsSame(string text, string value) => string.Equals(text, value, StringComparison.Ordinal);

    private static bool StartsWith(string text, string value) => text.StartsWith(value, StringComparison.OrdinalIgnoreCase);

    private static bool Contains(string text, string value) => text.Contains(value, StringComparison.OrdinalIgnoreCase);
}
