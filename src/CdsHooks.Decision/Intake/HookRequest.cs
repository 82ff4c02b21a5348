using System.Text.Json;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Intake;

/// <summary>One order-sign or order-select call, read from its UTF-8 bytes without copying them.</summary>
/// <remarks>
/// <para>
/// Most orders are not relevant to any plan, so <see cref="Read"/> stops at <c>prefetch</c> when hook, hookInstance and context come before
/// it: only <see cref="ReadRest"/> reads and checks what follows. Unknown members are ignored everywhere.
/// </para>
/// <para>The bytes must stay unchanged as long as the request, or any resource read from it, is in use. Not thread-safe.</para>
/// </remarks>
public sealed class HookRequest : IDisposable
{
    private readonly RequestRoot _root;
    private readonly JsonDocument _contextJson;

    private HookRequest(RequestRoot root, JsonDocument contextJson, HookContext context)
    {
        _root = root;
        _contextJson = contextJson;
        Context = context;
    }

    /// <summary>Gets the hook: <see cref="HookNames.OrderSign"/> or <see cref="HookNames.OrderSelect"/>.</summary>
    public string Hook => _root.Hook!;

    /// <summary>Gets the UUID of this invocation as sent: any version, any letter case.</summary>
    public string HookInstance => _root.HookInstance!;

    /// <summary>Gets the hook's context.</summary>
    public HookContext Context { get; }

    /// <summary>Reads a request as far as needed to decide whether it is relevant.</summary>
    /// <param name="body">The whole body, UTF-8, with or without a byte order mark.</param>
    /// <param name="ordersMayBeMissing">True when a call without <c>draftOrders</c> is accepted as one without orders.</param>
    /// <returns>The request. Dispose it after the response has been written: the draft orders cannot be read afterwards.</returns>
    /// <exception cref="HookRequestException">The part read is not JSON, nests deeper than 64 levels, or violates the rules of the hook.</exception>
    public static HookRequest Read(ReadOnlyMemory<byte> body, bool ordersMayBeMissing = false)
    {
        var root = RequestRoot.Read(body);
        if (root.Hook is not (HookNames.OrderSign or HookNames.OrderSelect))
        {
            throw new HookRequestException("$.hook", root.Hook is null ? "is missing" : "must be order-sign or order-select");
        }

        if (root.HookInstance is null)
        {
            throw new HookRequestException("$.hookInstance", "is missing");
        }

        var json = ContextJson.Parse(root.Context ?? throw new HookRequestException("$.context", "is missing"));
        try
        {
            var request = new HookRequest(root, json, HookContextReader.Read(json.RootElement, root.Hook, ordersMayBeMissing));
            request.CheckAuthorizedPatient();
            return request;
        }
        catch
        {
            json.Dispose();
            throw;
        }
    }

    /// <summary>Reads the prefetched evidence in one pass, and the members after it.</summary>
    /// <param name="terminology">The codes that rules read.</param>
    /// <param name="keepAll">The kinds of which every resource is kept, whatever its codes.</param>
    /// <returns>The rest of the request.</returns>
    /// <exception cref="HookRequestException">
    /// The rest of the body is not JSON or not UTF-8, <c>prefetch</c> is not an object, or the token is for another patient or comes without a server.
    /// </exception>
    /// <remarks>Cost: one scan of the bytes; allocates for kept resources only.</remarks>
    public HookRequestRest ReadRest(TerminologyIndex terminology, IReadOnlySet<EvidenceKind> keepAll)
    {
        var scanner = new PrefetchScanner(terminology, keepAll);
        _root.ReadPrefetch(scanner);
        CheckAuthorizedPatient();
        CheckServerOfAuthorization();
        return new HookRequestRest(PrefetchMerge.ToSets(scanner.Parts), _root.FhirServer, _root.Authorization, _root.TurnedOff);
    }

    /// <summary>Releases the memory of the context; the draft orders cannot be read afterwards.</summary>
    public void Dispose() => _contextJson.Dispose();

    /// <summary>Rejects a token without a server, which is known only after everything has been read.</summary>
    private void CheckServerOfAuthorization()
    {
        if (_root.Authorization is not null && _root.FhirServer is null)
        {
            throw new HookRequestException("$.fhirServer", "is required when $.fhirAuthorization is present");
        }
    }

    private void CheckAuthorizedPatient()
    {
        if (_root.Authorization?.Patient is { } patient
            && !string.Equals(RequestText.WithoutPrefix(patient, "Patient/"), Context.PatientId, StringComparison.Ordinal))
        {
            throw new HookRequestException("$.fhirAuthorization.patient", "must name the same patient as $.context.patientId");
        }
    }
}

/// <summary>The part of a request that is read only when one of its orders is relevant to a plan.</summary>
/// <param name="Sets">
/// One set for each of <see cref="PrefetchKeys.All"/>, in that order. A set for which nothing was sent is
/// <see cref="RetrievalOutcome.NotRequested"/>. A resource is kept when it has a known <c>code</c> or <c>linkId</c>, when all resources of
/// its kind are kept, and when it is a Patient, Medication, Practitioner or PractitionerRole; the others are only counted. A resource that
/// was included with a set, such as a Practitioner, is among the resources of that set but is not counted.
/// </param>
/// <param name="FhirServer">The base URL of the client's FHIR server as sent, unchecked; null when none was sent.</param>
/// <param name="Authorization">The token for the client's FHIR server; null when none was sent.</param>
/// <param name="TurnedOff">The codes of the options that the client has turned off for this call (Da Vinci CRD, <c>configuration</c>), known or not.</param>
public sealed record HookRequestRest(
    IReadOnlyList<EvidenceSet> Sets, string? FhirServer, FhirAuthorization? Authorization, IReadOnlySet<string> TurnedOff);
