namespace CdsHooks.Decision.Cards;

/// <summary>A part of a text: words as they stand, or an insert.</summary>
internal readonly record struct CardTextPiece(string Literal, CardInsert? Insert);
