using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

[assembly: AssemblyFixture(typeof(FhirServer))]

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>
/// The collection of every test class that asks for <see cref="FhirServer"/>: it is one process with one state, so these classes run one
/// after the other.
/// </summary>
[CollectionDefinition(Name)]
public static class RealServers
{
    public const string Name = "servers";
}
