using Xunit;

namespace CdsHooks.Service.Tests.Fuzz;

/// <summary>The collection of tests beside which nothing else runs, since they measure the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class Alone
{
    public const string Name = "alone";
}
