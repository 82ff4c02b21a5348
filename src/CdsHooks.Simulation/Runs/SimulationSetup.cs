using System.Security.Cryptography;
using System.Text;
using CdsHooks.Simulation.Calls;
using CdsHooks.Simulation.Results;
using CdsHooks.Simulation.Shards;

namespace CdsHooks.Simulation.Runs;

/// <summary>What is simulated: charts, rules and calls.</summary>
/// <param name="Pack">The charts.</param>
/// <param name="Rules">The rules.</param>
/// <param name="Calls">The source of the calls.</param>
/// <param name="Identity">The identity of the calls.</param>
internal sealed record SimulationSetup(PackFolder Pack, SimulatedRules Rules, ICallSource Calls, CallsIdentity Identity)
{
    /// <summary>Gets the header of every result.</summary>
    public SimulationHeader Header { get; } = Rules.HeaderOf(Pack.ManifestHash, Pack.Manifest.Shards.Count, Identity);

    /// <summary>Gets the SHA-256 of a text, in lower-case hexadecimal.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
