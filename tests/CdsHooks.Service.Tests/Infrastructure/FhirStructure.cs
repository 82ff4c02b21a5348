using System.Collections.Concurrent;
using System.Text.Json;
using Firely.Fhir.Validation;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Specification.Terminology;
using Hl7.Fhir.Utility;
using Xunit;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>
/// Says what is wrong with a FHIR R4 resource. Firely's strict reader looks at the JSON; what it can read, Firely's validator holds
/// against FHIR and against the profiles and extensions of this repository: cardinality, types, required bindings, invariants, references.
/// Both test projects compile this file.
/// </summary>
internal static class FhirStructure
{
    private static readonly FhirJsonDeserializer Reader = new(new DeserializerSettings().UsingMode(DeserializationMode.Strict));

    private static readonly Lazy<Validator> Validator = new(() => new(
        FhirDefinitions.Resolver, LocalTerminologyService.CreateDefaultForCore(FhirDefinitions.Resolver), new ReferencedResources(), new ValidationSettings()));

    // The validator writes into the definitions that it shares, and says nowhere that two threads may use it.
    private static readonly Lock OneAtATime = new();

    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Known = new(StringComparer.Ordinal);

    /// <summary>Fails with every issue of the resource.</summary>
    public static void AssertSound(string json) => Assert.Empty(Issues(json));

    /// <summary>Lists every issue of a resource, warnings too: the place as FHIRPath, a code of the library, and its words.</summary>
    /// <param name="json">The resource as JSON; a bundle is looked at with all that it holds.</param>
    public static IReadOnlyList<string> Issues(string json) => Known.GetOrAdd(json, Look);

    /// <summary>Reads a resource strictly.</summary>
    /// <param name="json">The resource as JSON.</param>
    /// <param name="issues">What the reader has to say; empty when the resource is as FHIR's JSON has it.</param>
    /// <returns>The resource, or null when the text is none.</returns>
    public static Resource? Read(string json, out IReadOnlyList<string> issues)
    {
        try
        {
            Reader.TryDeserializeResource(json, out var resource, out var found);
            issues = [.. found.Select(Said)];
            return resource;
        }
        catch (JsonException)
        {
            issues = ["$: This is not JSON."];
            return null;
        }
    }

    private static IReadOnlyList<string> Look(string json)
    {
        lock (OneAtATime)
        {
            // The validator is not made for what the reader refuses: it throws at some of it.
            return Read(json, out var issues) is { } resource && issues.Count == 0
                ? [.. Validator.Value.Validate(resource).Issue.Where(issue => !AsksForAName(issue, resource)).Select(Said)]
                : issues;
        }
    }

    /// <summary>A name is optional, but R4's invariant that it be an identifier is not met without one. R5 has mended that.</summary>
    private static bool AsksForAName(OperationOutcome.IssueComponent issue, Resource resource) =>
        resource is IConformanceResource { Name: null } && issue.Details?.Text?.Contains("-0 \"Name should be usable as an identifier", StringComparison.Ordinal) is true;

    private static string Said(CodedException issue) =>
        $"{(issue as ExtendedCodedException)?.InstancePath}: {issue.ErrorCode} {issue.Message}";

    private static string Said(OperationOutcome.IssueComponent issue) =>
        $"{issue.Expression.FirstOrDefault()}: {issue.Details?.Coding.FirstOrDefault()?.Code} {issue.Details?.Text}";
}
