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

    /// <inheritdoc/>
    public override string ToString() => Source;
}
