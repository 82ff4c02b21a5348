using System.Text.Json;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Intake;

/// <summary>The value of one prefetch key: a Bundle, a single resource or <c>null</c>.</summary>
/// <param name="expected">The kind that the key implies; null for an unknown key.</param>
internal sealed class PrefetchPart(EvidenceKind? expected)
{
    private static readonly int KindCount = Enum.GetValues<EvidenceKind>().Length;

    private readonly int[] _received = new int[KindCount];
    private readonly bool[] _isSearchedFor = new bool[KindCount];
    private readonly int[] _uncoded = new int[KindCount];
    private bool _hasOtherKind;

    public EvidenceKind? Expected => expected;

    /// <summary>Gets a value indicating whether the value was <c>null</c>: the client searched and found nothing.</summary>
    public bool IsNull { get; init; }

    /// <summary>Gets a value indicating whether the value was a single resource instead of a Bundle.</summary>
    public bool IsLone { get; init; }

    /// <summary>Gets or sets a value indicating whether a part could not be read, so that evidence may be lost.</summary>
    public bool IsBroken { get; set; }

    public bool HasEntries { get; set; }

    /// <summary>Gets or sets the number of entries of any kind.</summary>
    public int Entries { get; set; }

    /// <summary>Gets the number of matches on all pages; 0 when it is not stated.</summary>
    public long Total { get; private set; }

    public bool HasNext { get; set; }

    /// <summary>Gets or sets the URL of the next page; null when there is none, or when it is not stated.</summary>
    public string? Next { get; set; }

    /// <summary>Gets a value indicating whether the client reported an error.</summary>
    public bool HasFailure { get; private set; }

    public bool HasOutcome { get; private set; }

    public List<(RawResourceType Type, RawResource Resource)> Kept { get; } = [];

    /// <summary>Gets the number of resources of a kind that have no code the rules read.</summary>
    public int UncodedOf(EvidenceKind kind) => _uncoded[(int)kind];

    /// <summary>Gets a value indicating whether the value says, or may say, that something was left out.</summary>
    public bool IsCut { get; private set; }

    public int ReceivedOf(EvidenceKind kind) => _received[(int)kind];

    /// <summary>Determines whether a kind was found as a match, rather than only included with others.</summary>
    public bool IsSearchedFor(EvidenceKind kind) => _isSearchedFor[(int)kind];

    /// <summary>Reads the value of <c>total</c>, at which the reader is positioned. One that cannot be read may exceed the number of entries.</summary>
    public void NoteTotal(ref Utf8JsonReader reader)
    {
        var isRead = reader.TokenType is JsonTokenType.Number && reader.TryGetDecimal(out var number) && decimal.IsInteger(number) && number is >= 0 and <= int.MaxValue;
        Total = isRead ? (long)reader.GetDecimal() : 0;
        IsCut |= !isRead && reader.TokenType is not JsonTokenType.Null;
        reader.Skip();
    }

    /// <summary>Notes that there may be a next page.</summary>
    public void NoteUnreadLink() => IsCut = true;

    /// <summary>Counts a resource.</summary>
    /// <param name="facts">The facts about the resource.</param>
    /// <param name="isIncluded">True when the Bundle says that the resource was only included.</param>
    public void Count(RawResourceFacts facts, bool isIncluded)
    {
        switch (facts.Type)
        {
            case { Role: RawResourceRole.None or RawResourceRole.Bundle }:
                IsBroken = true;
                break;
            case { Role: RawResourceRole.Outcome }:
                // Instead of a Bundle it is a failure, whatever its severity; inside one it is a remark.
                HasFailure |= facts.IsFailure || IsLone;
                IsCut |= facts.IsCut;
                HasOutcome = true;
                break;
            case { Kind: { } kind }:
                _received[(int)kind]++;
                _uncoded[(int)kind] += facts.IsUncoded ? 1 : 0;
                _isSearchedFor[(int)kind] |= !isIncluded;
                _hasOtherKind |= !isIncluded && kind != Expected && kind is not EvidenceKind.Patient;
                break;
            case { Role: RawResourceRole.Other }:
                _hasOtherKind |= !isIncluded;
                break;
        }
    }

    /// <summary>Gets the outcome for one kind of evidence, by this value alone.</summary>
    /// <param name="kind">The expected kind, or one that was searched for.</param>
    public PrefetchOutcome OutcomeFor(EvidenceKind kind)
    {
        var isOfKey = kind == Expected;
        return this switch
        {
            { IsNull: true } => PrefetchOutcome.Empty,
            { HasFailure: true } => PrefetchOutcome.Failed,
            { IsBroken: true } => PrefetchOutcome.Unparseable,
            // Compared with all entries, since some servers include warnings and companions in the total.
            _ when HasNext || IsCut || Total > Entries => PrefetchOutcome.Truncated,
            _ when ReceivedOf(kind) > 0 => IsLone && !isOfKey && kind is not EvidenceKind.Patient ? PrefetchOutcome.Fragment : PrefetchOutcome.Prefetched,
            // The expected kind is missing and something else was sent: "empty" would be a guess.
            _ when _hasOtherKind || (IsLone && !HasOutcome) => PrefetchOutcome.Unparseable,
            _ => PrefetchOutcome.Empty,
        };
    }
}

/// <summary>The outcome of one prefetch key for a set. Of several keys for one set, the last in this order decides.</summary>
internal enum PrefetchOutcome
{
    /// <summary>No key.</summary>
    NotSent,

    /// <summary>The client reported an error. Anything that arrived under another key overrides it.</summary>
    Failed,

    /// <summary>A single resource under an unknown key: there may be more of its kind.</summary>
    Fragment,

    /// <summary>Searched, without any result.</summary>
    Empty,

    /// <summary>Received in full.</summary>
    Prefetched,

    /// <summary>There is a next page, or there are fewer entries than the total.</summary>
    Truncated,

    /// <summary>Something could not be read.</summary>
    Unparseable,
}
