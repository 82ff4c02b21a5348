using Firely.Fhir.Validation;
using Hl7.Fhir.Model;
using Task = System.Threading.Tasks.Task;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>
/// What a reference leads to that neither the resource nor its bundle holds: a resource of the type that the reference names, as small as
/// FHIR allows. So the validator sees whether the type is one that may stand there.
/// </summary>
internal sealed class ReferencedResources : IExternalReferenceResolver
{
    private static readonly ResourceReference Nobody = new() { Display = "-" };

    /// <inheritdoc/>
    public Task<object?> ResolveAsync(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return Task.FromResult<object?>(reference.Split('/') is [.., var type, _] ? Smallest(type) : null);
    }

    /// <summary>Gives none for other types, which the validator says is an issue: a type that is needed is to be added.</summary>
    private static Resource? Smallest(string type) => type switch
    {
        "Condition" => new Condition { Subject = Nobody },
        "Encounter" => new Encounter { Status = Encounter.EncounterStatus.Finished, Class = new Coding { Code = "AMB" } },
        "Group" => new Group { Type = Group.GroupType.Person, Actual = true },
        "Medication" => new Medication { Id = type },
        "Observation" => new Observation { Status = ObservationStatus.Final, Code = new CodeableConcept { Text = "-" } },
        "Organization" => new Organization { Name = "-" },
        "Patient" => new Patient { Id = type },
        "Practitioner" => new Practitioner { Id = type },
        "PractitionerRole" => new PractitionerRole { Id = type },
        _ => null,
    };
}
