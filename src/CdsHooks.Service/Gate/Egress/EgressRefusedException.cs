using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Service.Gate.Egress;

/// <summary>A host name resolved to no address that may be connected to.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is nothing more to say: neither name nor address may be told.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "There is nothing more to say.")]
internal sealed class EgressRefusedException() : Exception("The address is not one that may be connected to.");
