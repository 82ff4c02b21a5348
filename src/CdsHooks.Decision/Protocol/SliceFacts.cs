using System.Text.Json;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Protocol;

/// <summary>What one walk over a resource's JSON finds out about it.</summary>
internal struct SliceFacts
{
    private const int LongestProbe = 128;

    private bool _hasBenignIssue;
    private bool _hasSevereIssue;

    /// <summary>The type; none until <c>resourceType</c> has been seen.</summary>
    public SliceType Type { get; private set; }

    /// <summary>Whether any <c>code</c> or <c>linkId</c> in it may be one that the rules know.</summary>
    public bool MayMatter { get; private set; }

    /// <summary>For an OperationOutcome: whether it reports a failure. One that says nothing readable counts as a failure.</summary>
    public readonly bool IsFailure => _hasSevereIssue || !_hasBenignIssue;

    /// <summary>Looks at a property on whose name the reader stands, and reads its value when it is of interest.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="depth">The reader's depth at the resource's own brace; an array is a level too.</param>
    /// <param name="terminology">Says which codes the rules may know.</param>
    public void Note(ref Utf8JsonReader reader, int depth, TerminologyIndex terminology)
    {
        // Lengths first: this runs for every property of the whole chart.
        var length = reader.ValueIsEscaped ? -1 : reader.ValueSpan.Length;
        if (length is 4 or 6 or -1 && !MayMatter && (reader.ValueTextEquals("code"u8) || reader.ValueTextEquals("linkId"u8)))
        {
            reader.Read();
            MayMatter = reader.TokenType is JsonTokenType.String && MayKnow(ref reader, terminology);
        }
        else if (length is 12 or -1 && reader.CurrentDepth == depth + 1 && reader.ValueTextEquals("resourceType"u8))
        {
            reader.Read();
            Type = SliceType.Of(ref reader);
        }
        else if (length is 8 or -1 && reader.CurrentDepth == depth + 3 && reader.ValueTextEquals("severity"u8))
        {
            reader.Read();
            NoteSeverity(ref reader);
        }
    }

    private void NoteSeverity(ref Utf8JsonReader reader)
    {
        var isBenign = reader.TokenType is JsonTokenType.String
            && (reader.ValueTextEquals("information"u8) || reader.ValueTextEquals("warning"u8) || reader.ValueTextEquals("success"u8));
        _hasBenignIssue |= isBenign;
        _hasSevereIssue |= !isBenign;
    }

    private static bool MayKnow(ref Utf8JsonReader reader, TerminologyIndex terminology)
    {
        if (!reader.ValueIsEscaped)
        {
            return terminology.MayKnow(reader.ValueSpan);
        }

        if (reader.ValueSpan.Length > LongestProbe)
        {
            return true;
        }

        Span<byte> unescaped = stackalloc byte[LongestProbe];
        try
        {
            return terminology.MayKnow(unescaped[..reader.CopyString(unescaped)]);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: whoever reads the resource reports it as unusable, rather than losing it here.
            return true;
        }
    }
}
