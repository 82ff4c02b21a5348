namespace CdsHooks.Decision.Evidence;

/// <summary>One resource of a call's <c>draftOrders</c>.</summary>
/// <param name="Resource">The resource as sent.</param>
/// <param name="ResourceType">Its type; empty where it names none.</param>
/// <param name="IsSelected">
/// Whether the call asks about it: always in order-sign, in order-select when <c>selections</c> names it. Only such an order starts a
/// review; the others are read as what stands beside it.
/// </param>
public sealed record DraftedOrder(RawResource Resource, string ResourceType, bool IsSelected = true);
