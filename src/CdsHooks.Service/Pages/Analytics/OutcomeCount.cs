namespace CdsHooks.Service.Pages.Analytics;

/// <summary>Decisions, the cards among them, and what became of these. The four outcomes add up to the cards.</summary>
internal sealed class OutcomeCount
{
    /// <summary>Gets the number of reviewed orders.</summary>
    public long Decisions { get; private set; }

    /// <summary>Gets the number of cards that were sent.</summary>
    public long Cards { get; private set; }

    /// <summary>Gets the number of cards of which a suggestion was accepted.</summary>
    public long Accepted { get; private set; }

    /// <summary>Gets the number of cards that were dismissed.</summary>
    public long Overridden { get; private set; }

    /// <summary>Gets the number of cards without feedback that are too new to be called ignored.</summary>
    public long Open { get; private set; }

    /// <summary>Gets the number of cards for which no feedback came in the time that is waited for it.</summary>
    public long Ignored => Cards - Accepted - Overridden - Open;

    /// <summary>Gets the number of cards that are known to have been shown: somebody answered them.</summary>
    public long Answered => Accepted + Overridden;

    /// <summary>Adds reviewed orders without their cards.</summary>
    public void AddDecisions(long decisions) => Decisions += decisions;

    /// <summary>Adds the cards of reviewed orders.</summary>
    /// <param name="cards">The number of orders, each with a card.</param>
    /// <param name="accepted">The number of accepted ones.</param>
    /// <param name="overridden">The number of overridden ones.</param>
    /// <param name="isOpen">True when feedback is still waited for.</param>
    public void AddCards(long cards, long accepted, long overridden, bool isOpen)
    {
        Cards += cards;
        Accepted += accepted;
        Overridden += overridden;
        Open += isOpen ? cards - accepted - overridden : 0;
    }
}
