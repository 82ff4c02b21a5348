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
        { "own-patient", "/sandbox/own" },
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
        { "value-sets", "/rules/value-sets" },
        { "value-set", "/rules/value-sets/lumbar-fusion-procedures" },
    };
}
