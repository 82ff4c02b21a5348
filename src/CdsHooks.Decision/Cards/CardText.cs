namespace CdsHooks.Decision.Cards;

/// <summary>A text of the plan with its inserts, checked.</summary>
public sealed class CardText
{
    internal CardText(string source, IReadOnlyList<CardTextPiece> pieces)
    {
        Source = source;
        Pieces = pieces;
    }

    /// <summary>Gets the text as the plan has it, with inserts in braces.</summary>
    public string Source { get; }

    internal IReadOnlyList<CardTextPiece> Pieces { get; }

    /// <summary>Gets a value indicating whether it holds an insert that may come out empty.</summary>
    internal bool HasList => Pieces.Any(piece => piece.Insert?.IsList is true);

    /// <inheritdoc/>
    public override string ToString() => Source;
}
