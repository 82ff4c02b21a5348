using CdsHooks.Decision.Protocol;

namespace CdsHooks.Decision.Cards;

/// <summary>How one client wants its cards.</summary>
public sealed record CardOptions
{
    /// <summary>Gets how suggestions may be combined.</summary>
    /// <value>The default is <see cref="SelectionBehavior.Any"/>, the only value that Epic takes.</value>
    public SelectionBehavior SelectionBehavior { get; init; } = SelectionBehavior.Any;

    /// <summary>Gets a value indicating whether cards may carry suggestions.</summary>
    /// <value>The default is true.</value>
    public bool SuggestionsAllowed { get; init; } = true;

    /// <summary>Gets how the detail lays out criteria.</summary>
    /// <value>The default is <see cref="DetailStyle.List"/>.</value>
    public DetailStyle DetailStyle { get; init; }

    /// <summary>Gets the absolute address of the page about the source of the rules.</summary>
    /// <value>The default is null: the source has no address.</value>
    public Uri? SourceUrl { get; init; }

    /// <summary>Gets the absolute address under which each kind of card is explained; the card's id is appended to its path.</summary>
    /// <value>The default is null: cards carry no link, since some clients drop links that they do not know.</value>
    public Uri? DocumentationUrl { get; init; }
}
