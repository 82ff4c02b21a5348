using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision.Cards;

/// <summary>The options of one client for its cards.</summary>
public sealed record CardOptions
{
    /// <summary>Gets the allowed combinations of suggestions.</summary>
    /// <value>The default is <see cref="SelectionBehavior.Any"/>, the only value that Epic accepts.</value>
    public SelectionBehavior SelectionBehavior { get; init; } = SelectionBehavior.Any;

    /// <summary>Gets a value that indicates whether cards can have suggestions.</summary>
    /// <value>The default is true.</value>
    public bool SuggestionsAllowed { get; init; } = true;

    /// <summary>Gets a value that indicates whether a card names its orders in an extension, in addition to the text of its detail.</summary>
    /// <value>The default is false.</value>
    public bool NamesOrders { get; init; }

    /// <summary>Gets the layout of criteria in the detail.</summary>
    /// <value>The default is <see cref="DetailStyle.List"/>.</value>
    public DetailStyle DetailStyle { get; init; }

    /// <summary>Gets the absolute URL of the page about the source of the rules.</summary>
    /// <value>The default is null: the source has no URL.</value>
    public Uri? SourceUrl { get; init; }

    /// <summary>Gets the absolute URL of the page that explains the kinds of cards, with the card's id as the fragment.</summary>
    /// <value>The default is null: cards have no link.</value>
    public Uri? DocumentationUrl { get; init; }

    /// <summary>Gets the hosts that cards can link to, with their subdomains: clients drop or reject links to hosts not on their list.</summary>
    /// <value>The default is empty: every host.</value>
    public IReadOnlyList<string> LinkHosts { get; init; } = [];

    /// <summary>Determines whether cards can link to an absolute URL.</summary>
    public bool Allows(Uri address) => LinkHosts.Count == 0 || LinkHosts.Any(host => IsSameOrSubdomain(address.IdnHost, host));

    private static bool IsSameOrSubdomain(string host, string listed) =>
        host.EndsWith(listed, StringComparison.OrdinalIgnoreCase)
        && (host.Length == listed.Length || host[^(listed.Length + 1)] is '.');
}

/// <summary>The layout of a list of criteria in a card's detail.</summary>
public enum DetailStyle
{
    /// <summary>A Markdown list, which every client renders.</summary>
    List,

    /// <summary>A table of GitHub-flavoured Markdown, for clients known to render one.</summary>
    Table,
}
