namespace CdsHooks.Decision.Cards;

/// <summary>A text of the plan with its inserts.</summary>
public sealed class CardText
{
    internal CardText(string source, IReadOnlyList<CardTextPiece> pieces)
    {
        Source = source;
        Pieces = pieces;
    }

    /// <summary>Gets the text as in the plan, with inserts in braces.</summary>
    public string Source { get; }

    internal IReadOnlyList<CardTextPiece> Pieces { get; }

    /// <summary>Gets a value that indicates whether it has an insert that can be empty.</summary>
    internal bool HasList => Pieces.Any(piece => piece.Insert?.IsList is true);

    /// <inheritdoc/>
    public override string ToString() => Source;
}

/// <summary>A part of a text: a literal or an insert.</summary>
internal readonly record struct CardTextPiece(string Literal, CardInsert? Insert);
