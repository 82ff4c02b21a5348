using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using CdsHooks.Service.Gate.People;
using CdsHooks.Workbench.Tuning;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>The author, the reason and the period of a change, as the form of the review asks for them.</summary>
internal sealed class Signature
{
    /// <summary>The words for a person who is not known: the service knows none where nobody has to sign in.</summary>
    public const string Unknown = "somebody on this machine";

    private const int LongestName = 100;
    private const int LongestReason = 500;

    /// <summary>Gets or sets the name of the author.</summary>
    [MaxLength(LongestName)]
    public string? Author { get; set; }

    /// <summary>Gets or sets the reason.</summary>
    [MaxLength(LongestReason)]
    public string? Reason { get; set; }

    /// <summary>Gets or sets the first day on which it is meant to be in force.</summary>
    public DateOnly? From { get; set; }

    /// <summary>Gets or sets the last day.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Gets or sets the names of the cases whose new outcome was confirmed.</summary>
    [BindNever]
    public IReadOnlyList<string> Confirmed { get; set; } = [];

    /// <summary>Lists what is missing or wrong, by field.</summary>
    /// <param name="turned">The cases that turn, each of which must be confirmed.</param>
    public Dictionary<string, string> Errors(IEnumerable<TurnedPatient> turned)
    {
        Dictionary<string, string> errors = new(StringComparer.Ordinal);
        if (OneLine(Author).Length == 0)
        {
            errors[nameof(Author)] = "Say who makes the change.";
        }

        if (OneLine(Reason).Length == 0)
        {
            errors[nameof(Reason)] = "Say why: whoever reads the history needs it.";
        }

        if (From > Until)
        {
            errors[nameof(Until)] = "The last day is before the first.";
        }

        var open = turned.Count(patient => !Confirmed.Contains(patient.Case, StringComparer.Ordinal));
        if (open > 0)
        {
            errors[nameof(Confirmed)] = open == 1 ? "One patient who turns is not confirmed yet." : $"{open} patients who turn are not confirmed yet.";
        }

        return errors;
    }

    /// <summary>Makes the note of the change.</summary>
    public ChangeNote Note(DateTimeOffset now) => new(OneLine(Author), OneLine(Reason), new DateTimeOffset(now.UtcDateTime.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero), From, Until);

    /// <summary>Gets a text without line breaks, cut to what a log can hold.</summary>
    public static string OneLine(string? text) => string.Join(' ', (text ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is var line && line.Length > LongestReason ? line[..LongestReason] : line;

    /// <summary>Gets the name of whoever is signed in; null for nobody in particular.</summary>
    public static string? SignedIn(ClaimsPrincipal user) => Person.Of(user) is { Id: not ThisMachine.PersonId } person ? person.Name : null;

    /// <summary>Gets what is missing from a step: who takes it, and why; null for nothing.</summary>
    public static string? Missing(ClaimsPrincipal user, string? author, string? reason) =>
        (SignedIn(user) is not null || OneLine(author).Length > 0) && OneLine(reason).Length > 0 ? null : "Say who takes this step, and why: whoever reads the history needs it. Nothing was changed.";

    /// <summary>Gets the name for the history: of whoever is signed in, with the stated author where that is somebody else.</summary>
    public static string NameOf(ClaimsPrincipal user, string? author) => (SignedIn(user), OneLine(author)) switch
    {
        (null, { Length: > 0 } stated) => stated,
        ({ } name, { Length: > 0 } stated) when !string.Equals(name, stated, StringComparison.Ordinal) => $"{stated} ({name})",
        var (name, _) => name ?? Unknown,
    };
}
