namespace CdsHooks.Decision.Hooks;

/// <summary>The hooks whose requests are understood.</summary>
public static class HookNames
{
    /// <summary>A clinician is about to sign orders.</summary>
    public const string OrderSign = "order-sign";

    /// <summary>A clinician has picked orders and may still change them.</summary>
    public const string OrderSelect = "order-select";
}
