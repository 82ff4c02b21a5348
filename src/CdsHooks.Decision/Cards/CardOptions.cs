using CdsHooks.Decision.Hooks;

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

    /// <summary>Gets a value indicating whether a card names the orders it is about for the client's program, beside the words of its detail.</summary>
    /// <value>The default is false.</value>
    public bool NamesOrders { get; init; }

    /// <summary>Gets how the detail lays out criteria.</summary>
    /// <value>The default is <see cref="DetailStyle.List"/>.</value>
    public DetailStyle DetailStyle { get; init; }

    /// <summary>Gets the absolute address of the page about the source of the rules.</summary>
    /// <value>The default is null: the source has no address.</value>
    public Uri? SourceUrl { get; init; }

    /// <summary>Gets the absolute address of the page that explains each kind of card, at the place of the card's id (its fragment).</summary>
    /// <value>The default is null: cards carry no link.</value>
    public Uri? DocumentationUrl { get; init; }

    /// <summary>Gets the hosts that cards may link to, each with all below it: clients drop or refuse what is not on their list.</summary>
    /// <value>The default is empty: every host.</value>
    public IReadOnlyList<string> LinkHosts { get; init; } = [];

    /// <summary>Says whether cards may link to an address.</summary>
    /// <param name="address">An absolute address.</param>
    /// <returns>Whether its host is on the list, or below one that is, or there is no list.</returns>
    public bool Allows(Uri address)
    {
        return LinkHosts.Count == 0 || LinkHosts.Any(host => IsAtOrBelow(address.IdnHost, host));
    }

    private static bool IsAtOrBelow(string host, string listed) =>
        host.EndsWith(listed, StringComparison.OrdinalIgnoreCase)
        && (host.Length == listed.Length || host[^(listed.Length + 1)] is '.');
}
