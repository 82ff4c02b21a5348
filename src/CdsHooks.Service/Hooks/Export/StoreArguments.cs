using System.Globalization;

namespace CdsHooks.Service.Hooks.Export;

/// <summary>The arguments of <c>store export</c> and <c>store import</c>.</summary>
/// <param name="IsImport">True to import.</param>
/// <param name="Subject">The file to import, or the kind of rows to export: <c>decisions</c> or <c>feedback</c>.</param>
/// <param name="Configuration">Arguments for the configuration, such as <c>--Store:ConnectionString=…</c>.</param>
internal sealed record StoreArguments(bool IsImport, string Subject, IReadOnlyList<string> Configuration)
{
    public const string Usage = """
        Usage:
          store export decisions|feedback [--format ndjson|guidance-response] [--since yyyy-mm-dd] [--output FILE]
          store import FILE

        The store is that of the service's configuration; options such as --Store:ConnectionString=... override it.
        Without --output, lines go to standard output. FILE may be - for standard input.
        Exit codes: 0 success, 1 lines that cannot be imported, 2 usage error, 3 could not run.
        """;

    /// <summary>Gets a value indicating whether decisions are written as FHIR.</summary>
    public bool AsGuidanceResponses { get; private init; }

    /// <summary>Gets the earliest instant to export.</summary>
    public DateTimeOffset Since { get; private init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Gets the file to write; null for standard output.</summary>
    public string? Output { get; private init; }

    /// <summary>Parses the arguments after <c>store</c>.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="issue">What is wrong; null when nothing is.</param>
    /// <returns>The arguments; null when something is wrong.</returns>
    public static StoreArguments? Parse(IReadOnlyList<string> args, out string? issue)
    {
        issue = null;
        var settings = args.Where(argument => argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains(':', StringComparison.Ordinal) && argument.Contains('=', StringComparison.Ordinal)).ToList();
        List<string> rest = [.. args.Except(settings, StringComparer.Ordinal)];
        if (rest is ["import", var file])
        {
            return new StoreArguments(IsImport: true, file, settings);
        }

        if (rest is not ["export", "decisions" or "feedback", ..])
        {
            issue = rest.Count == 0 ? "A command is missing: export or import." : "The command must be export decisions, export feedback or import FILE.";
            return null;
        }

        var parsed = new StoreArguments(IsImport: false, rest[1], settings);
        for (var index = 2; index < rest.Count && issue is null; index += 2)
        {
            (parsed, issue) = With(parsed, rest[index], index + 1 < rest.Count ? rest[index + 1] : null);
        }

        return issue is null ? parsed : null;
    }

    private static (StoreArguments Parsed, string? Issue) With(StoreArguments parsed, string name, string? value) => (name, value) switch
    {
        ("--format", "ndjson") => (parsed with { AsGuidanceResponses = false }, null),
        ("--format", "guidance-response") when parsed.Subject is "decisions" => (parsed with { AsGuidanceResponses = true }, null),
        ("--format", "guidance-response") => (parsed, "Only decisions can be written as GuidanceResponse."),
        ("--format", _) => (parsed, "--format must be ndjson or guidance-response."),
        ("--since", _) => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (parsed with { Since = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) }, null)
            : (parsed, "--since must be a day: yyyy-mm-dd."),
        ("--output", { Length: > 0 }) => (parsed with { Output = value }, null),
        ("--output", _) => (parsed, "--output needs a file."),
        _ => (parsed, "There is no such option."),
    };
}
