using Xunit;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>The pages that people open, each with the name of its screenshots.</summary>
internal static class WorkbenchPages
{
    /// <summary>Gets every page that can be opened without having done anything before.</summary>
    public static TheoryData<string, string> All => new()
    {
        { "home", "/" },
        { "sandbox", "/sandbox" },
        { "connect-sandbox", "/connect" },
        { "connect-epic", "/connect?ehr=epic&prefetch=full" },
        { "connect-oracle", "/connect?ehr=oracle&prefetch=advertised" },
        { "connect-other", "/connect?ehr=other" },
        { "connect-check", "/connect/check" },
        { "sandbox-signed", "/sandbox?patient=v25-translation-3-5-mm&sign=1" },
        { "sandbox-edited", "/sandbox?patient=v02-pt-five-weeks&hook=order-sign&edit=set!procedures!failed" },
        { "sandbox-silent", "/sandbox?patient=v41-cervical-order&sign=1" },
        { "sandbox-own", "/sandbox/own" },
        { "source", "/docs/lumbar-fusion" },
        { "rules", "/rules" },
        { "rules-search", "/rules/search?q=physical" },
        { "tune", "/rules/tune" },
        { "tune-codes", "/rules/tune?part=codes" },
        { "tune-value-set", "/rules/tune?valueSet=lumbar-fusion-procedures" },
        { "tune-orders", "/rules/tune?part=orders" },
        { "tune-texts", "/rules/tune?part=texts" },
        { "tune-review", "/rules/tune/review" },
        { "shadow", "/rules/shadow" },
        { "history", "/rules/history" },
        { "simulate", "/simulate?set=pt.minWeeks%3D8" },
        { "analytics", "/analytics" },
        { "analytics-demo", "/analytics?demo=1" },
        { "value-sets", "/rules/value-sets" },
        { "value-set", "/rules/value-sets/lumbar-fusion-procedures" },
    };
}
