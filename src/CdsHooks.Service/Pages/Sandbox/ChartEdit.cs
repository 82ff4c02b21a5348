namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>One edit of a chart, in the form in which an address carries it: kind, target and JSON, separated by exclamation marks.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Target">The record, such as <c>Observation/film-1</c>, or the data set, such as <c>observations</c>; empty for a record that is added.</param>
/// <param name="Json">A merge patch (RFC 7396) of a changed record, an added record, or the state of a data set; empty otherwise.</param>
internal sealed record ChartEdit(ChartEditKind Kind, string Target, string Json = "")
{
    private const char Separator = '!';
    private const int Parts = 3;

    /// <summary>Reads an edit from an address.</summary>
    /// <returns>The edit; null when the text is none.</returns>
    public static ChartEdit? Parse(string? text)
    {
        var parts = (text ?? string.Empty).Split(Separator, Parts);
        return parts.Length is Parts && Enum.TryParse<ChartEditKind>(parts[0], ignoreCase: true, out var kind) && Enum.IsDefined(kind) && IsWhole(kind, parts[2])
            ? new ChartEdit(kind, parts[1], parts[2])
            : null;
    }

    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}{Separator}{Target}{Separator}{Json}";

    private static bool IsWhole(ChartEditKind kind, string json) => kind switch
    {
        ChartEditKind.Change or ChartEditKind.Add => StrictJson.Object(json) is not null,
        ChartEditKind.Set => SetState.Find(json) is not null,
        _ => json.Length is 0,
    };
}

/// <summary>The kinds of edits of a chart.</summary>
internal enum ChartEditKind
{
    /// <summary>Changes a record.</summary>
    Change,

    /// <summary>Removes a record.</summary>
    Remove,

    /// <summary>Adds a record.</summary>
    Add,

    /// <summary>Changes how a data set arrives.</summary>
    Set,
}

/// <summary>The way in which a data set arrives.</summary>
/// <param name="Name">The name in addresses.</param>
/// <param name="Title">The words for a reader.</param>
internal sealed record SetState(string Name, string Title)
{
    public const string Failed = "failed";
    public const string Cut = "cut";
    public const string Absent = "absent";
    public const string Empty = "empty";

    /// <summary>Gets every state that a data set can be given.</summary>
    public static IReadOnlyList<SetState> All { get; } =
    [
        new(Empty, "Arrives without records"),
        new(Failed, "Fails: the EHR answers with an error"),
        new(Cut, "Arrives cut off: there is another page"),
        new(Absent, "Is not sent"),
    ];

    /// <summary>Gets the words for the middle of a sentence.</summary>
    public string InSentence => char.ToLowerInvariant(Title[0]) + Title[1..];

    /// <summary>Finds a state by its name; null when there is none.</summary>
    public static SetState? Find(string name) => All.FirstOrDefault(state => string.Equals(state.Name, name, StringComparison.Ordinal));
}
