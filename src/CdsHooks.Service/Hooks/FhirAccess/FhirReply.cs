using CdsHooks.Decision.Evidence;

namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>What came of one request to a FHIR server.</summary>
/// <param name="Outcome">Fetched when a body is there to be read; else why not.</param>
/// <param name="Body">The body; empty unless fetched.</param>
/// <param name="IsTransient">Whether asking once more may help.</param>
/// <param name="RetryAfter">How long the server asks to wait, or null.</param>
internal readonly record struct FhirReply(RetrievalOutcome Outcome, ReadOnlyMemory<byte> Body = default, bool IsTransient = false, TimeSpan? RetryAfter = null)
{
    public static FhirReply Of(ReadOnlyMemory<byte> body) => new(RetrievalOutcome.Fetched, body);

    /// <summary>Nothing of an answer is ever put into words.</summary>
    public override string ToString() => Outcome.ToString();
}
