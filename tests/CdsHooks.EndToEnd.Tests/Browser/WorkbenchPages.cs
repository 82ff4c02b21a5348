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
        { "connect-sandbox", "/connect" },
        { "connect-epic", "/connect?ehr=epic&prefetch=full" },
        { "connect-oracle", "/connect?ehr=oracle&prefetch=advertised" },
        { "connect-other", "/connect?ehr=other" },
        { "connect-check", "/connect/check" },
        { "source", "/docs/lumbar-fusion" },
    };
}
