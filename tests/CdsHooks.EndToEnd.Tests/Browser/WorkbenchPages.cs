using Xunit;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>The pages of the workbench, each with the name of its screenshots.</summary>
internal static class WorkbenchPages
{
    /// <summary>Gets every page that can be opened without having done anything before.</summary>
    public static TheoryData<string, string> All => new()
    {
        { "source", "/docs/lumbar-fusion" },
    };
}
