using System.Text.RegularExpressions;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Security;

/// <summary>docs/security.md names only tests that there are.</summary>
public sealed partial class SecurityPageTests
{
    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var page = File.ReadAllText(Path.Combine(Some.Repository, "docs", "security.md"));
        var named = NamedTest().Matches(page);

        Assert.NotEmpty(named);
        Assert.All(named, test => Assert.True(Exists(test.Groups["class"].Value, test.Groups["method"].Value), test.Value));
    }

    private static bool Exists(string type, string method) => Directory.EnumerateFiles(Path.Combine(Some.Repository, "tests"), $"{type}.cs", SearchOption.AllDirectories)
        .Any(file => File.ReadAllText(file).Contains($" {method}{(method.Length > 0 ? "(" : "")}", StringComparison.Ordinal));

    [GeneratedRegex(@"`(?<class>\w+Tests)(\.(?<method>\w+))?`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedTest();
}
