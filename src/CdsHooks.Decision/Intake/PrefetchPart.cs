using System.Text.Json;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Intake;

/// <summary>What stood under one prefetch key, or what a Bundle there held.</summary>
/// <param name="expected">The kind the key promises; null for a key that is not ours.</param>
internal sealed class PrefetchPart(EvidenceKind? expected)
{
    private static readonly int KindCount = Enum.GetValues<EvidenceKind>().Length;

    private readonly int[] _received = new int[KindCount];
    private readonly bool[] _isSearchedFor = new bool[KindCount];
    private readonly int[] _uncoded = new int[KindCount];
    private bool _hasStranger;
    private bool _isCut;

    public EvidenceKind? Expected => expected;

    /// <summary>Whether the value was <c>null</c>: asked for, and there is nothing.</summary>
    public bool IsNull { get; init; }

    /// <summary>Whether a lone resource stood there instead of a Bundle.</summary>
    public bool IsLone { get; init; }

    /// <summary>Whether something there could not be read, so that evidence may be lost.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Whether a list of entries was seen.</summary>
    public bool HasEntries { get; set; }

    /// <summary>How many entries there are, of whatever kind.</summary>
    public int Entries { get; set; }

    /// <summary>How many matches there are on all pages; 0 when it does not say.</summary>
    public long Total { get; private set; }

    /// <summary>Whether there is a further page.</summary>
    public bool HasNext { get; set; }

    /// <summary>Where the further page is; null when there is none, or it does not say.</summary>
    public string? Next { get; set; }

    /// <summary>Whether the client reported an error.</summary>
    public bool HasFailure { get; private set; }

    /// <summary>Whether the client reported that all went well, with nothing found.</summary>
    public bool HasOutcome { get; private set; }

    /// <summary>The resources that are kept.</summary>
    public List<(RawResourceType Type, RawResource Resource)> Kept { get; } = [];

    /// <summary>How many of a kind have no code that the rules read.</summary>
    public int UncodedOf(EvidenceKind kind) => _uncoded[(int)kind];

    /// <summary>Whether an entry says that something was left out of the others.</summary>
    public bool IsCut => _isCut;

    public int ReceivedOf(EvidenceKind kind) => _received[(int)kind];

    /// <summary>Whether the kind was found as a match, not only as a companion of something else.</summary>
    public bool IsSearchedFor(EvidenceKind kind) => _isSearchedFor[(int)kind];

    /// <summary>Reads the value of <c>total</c>, on which the reader stands. One that cannot be read may be more than is here.</summary>
    public void NoteTotal(ref Utf8JsonReader reader)
    {
        var isRead = reader.TokenType is JsonTokenType.Number && reader.TryGetDecimal(out var number) && decimal.IsInteger(number) && number is >= 0 and <= int.MaxValue;
        Total = isRead ? (long)reader.GetDecimal() : 0;
        _isCut |= !isRead && reader.TokenType is not JsonTokenType.Null;
        reader.Skip();
    }

    /// <summary>Notes that there may be a further page.</summary>
    public void NoteUnreadLink() => _isCut = true;

    /// <summary>Counts a resource.</summary>
    /// <param name="facts">What is known about it.</param>
    /// <param name="isIncluded">Whether the Bundle says that it only came along.</param>
    public void Count(RawResourceFacts facts, bool isIncluded)
    {
        switch (facts.Type)
        {
            case { Role: RawResourceRole.None or RawResourceRole.Bundle }:
                IsBroken = true;
                break;
            case { Role: RawResourceRole.Outcome }:
                // In the place of a Bundle it is no answer, whatever its severity; in one it is a remark.
                HasFailure |= facts.IsFailure || IsLone;
                _isCut |= facts.IsCut;
                HasOutcome = true;
                break;
            case { Kind: { } kind }:
                _received[(int)kind]++;
                _uncoded[(int)kind] += facts.IsUncoded ? 1 : 0;
                _isSearchedFor[(int)kind] |= !isIncluded;
                _hasStranger |= !isIncluded && kind != Expected && kind is not EvidenceKind.Patient;
                break;
            case { Role: RawResourceRole.Other }:
                _hasStranger |= !isIncluded;
                break;
        }
    }

    /// <summary>Judges how the evidence of one kind was got by this part alone.</summary>
    /// <param name="kind">The expected kind, or one that was searched for.</param>
    public PrefetchOutcome StatusOf(EvidenceKind kind)
    {
        var isOfKey = kind == Expected;
        return this switch
        {
            { IsNull: true } => PrefetchOutcome.Empty,
            { HasFailure: true } => PrefetchOutcome.Failed,
            { IsBroken: true } => PrefetchOutcome.Unparseable,
            // All entries count, since some servers count warnings and companions into the total.
            _ when HasNext || IsCut || Total > Entries => PrefetchOutcome.Truncated,
            _ when ReceivedOf(kind) > 0 => IsLone && !isOfKey && kind is not EvidenceKind.Patient ? PrefetchOutcome.Fragment : PrefetchOutcome.Prefetched,
            // What was promised is not there, and something else is: an empty answer would be a guess.
            _ when _hasStranger || (IsLone && !HasOutcome) => PrefetchOutcome.Unparseable,
            _ => PrefetchOutcome.Empty,
        };
    }
}
