using Xunit;

namespace CdsHooks.Service.Tests;

public sealed class PlaceTests
{
    [Fact]
    public void The_runner_runs() => Assert.True(true);
}
