using Xunit;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>The tests that look at pages: one browser and one service for all of them, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class Browsers : ICollectionFixture<Chromium>, ICollectionFixture<WorkbenchService>
{
    public const string Name = "Browsers";
}
