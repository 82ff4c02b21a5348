namespace CdsHooks.Decision.Cards;

/// <summary>How a card's detail lays out a list of criteria.</summary>
public enum DetailStyle
{
    /// <summary>As a Markdown list, which every client renders.</summary>
    List,

    /// <summary>As a table of GitHub-flavoured Markdown, for clients known to render one.</summary>
    Table,
}
