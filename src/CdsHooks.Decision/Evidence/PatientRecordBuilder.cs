using System.Text;
using System.Text.Json;
using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Evidence;

/// <summary>Builds the record from the received slices: helpers first, then conditions (other records refer to them), then the rest.</summary>
public static class PatientRecordBuilder
{
    private static readonly int Kinds = Enum.GetValues<EvidenceKind>().Length;

    /// <summary>Builds a record.</summary>
    /// <param name="terminology">The value sets.</param>
    /// <param name="patientId">Logical id of the patient; a resource about another patient is left out and counted.</param>
    /// <param name="draftOrders">The draft orders of the call.</param>
    /// <param name="sets">The sets as received; a kind that is not among them is <see cref="RetrievalOutcome.NotRequested"/>.</param>
    /// <returns>The record. It keeps nothing of the received bytes.</returns>
    public static PatientRecord Build(
        TerminologyIndex terminology, string patientId, IReadOnlyList<DraftedOrder> draftOrders, IReadOnlyList<EvidenceSet> sets)
    {
        ArgumentNullException.ThrowIfNull(draftOrders);
        ArgumentNullException.ThrowIfNull(sets);
        var assembly = new RecordAssembly(new RecordContext(terminology), patientId);
        try
        {
            assembly.Parse(sets);
            return assembly.Finish(draftOrders, sets);
        }
        finally
        {
            assembly.Dispose();
        }
    }

    private sealed class RecordAssembly(RecordContext context, string patientId) : IDisposable
    {
        private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

        private readonly List<JsonDocument> _documents = [];
        private readonly List<FhirResource> _resources = [];
        private readonly List<EvidenceRecord>[] _byKind = [.. Enumerable.Range(0, Kinds).Select(_ => new List<EvidenceRecord>())];
        private readonly byte[] _patientReference = Encoding.UTF8.GetBytes("Patient/" + patientId);
        private readonly int[] _foreign = new int[Kinds];
        private FhirDateTime? _birthDate;

        public void Dispose() => _documents.ForEach(document => document.Dispose());

        public void Parse(IReadOnlyList<EvidenceSet> sets)
        {
            foreach (var slice in sets.SelectMany(set => set.Resources))
            {
                if (slice.HoldsNoKnownCode && ConditionGlance.TryRead(slice.Json.Span, _patientReference, out var glance))
                {
                    AddUnknownCondition(glance, slice.FullUrl);
                    continue;
                }

                _resources.Add(Take(slice));
            }
        }

        private FhirResource Take(ResourceSlice slice)
        {
            try
            {
                return Keep(JsonDocument.Parse(slice.Json, Strict), slice);
            }
            catch (JsonException)
            {
                // Well-formed it is known to be: a name stands twice.
                var resource = Keep(JsonDocument.Parse(slice.Json), slice);
                resource.Root.Report(FhirIssueCode.DuplicateName, "each name once");
                return resource;
            }
            catch (InvalidOperationException)
            {
                var resource = Keep(JsonDocument.Parse(slice.Json), slice);
                resource.Root.Report(FhirIssueCode.InvalidString, "Unicode names");
                return resource;
            }
        }

        private FhirResource Keep(JsonDocument document, ResourceSlice slice)
        {
            _documents.Add(document);
            return FhirResource.Of(document.RootElement, slice.FullUrl);
        }

        public PatientRecord Finish(IReadOnlyList<DraftedOrder> draftOrders, IReadOnlyList<EvidenceSet> sets)
        {
            _resources.RemoveAll(IsInError);
            foreach (var resource in _resources)
            {
                AddHelperOrCondition(resource);
            }

            foreach (var resource in _resources)
            {
                Add(resource);
            }

            foreach (var order in draftOrders.Where(order => order.Resource.ResourceType is "ServiceRequest"))
            {
                _byKind[(int)EvidenceKind.DraftOrder].Add(OrderReader.Read(order.Resource, EvidenceKind.DraftOrder, context, order.IsSelected));
            }

            return new PatientRecord(_byKind, [.. PrefetchKeys.All.Select(key => WithDoubt(RetrievalOf(key.Key, key.Kind, sets)))], _birthDate)
            {
                ForeignResources = _foreign.Sum(),
            };
        }

        /// <summary>A record entered in error is as good as none, malformed or not.</summary>
        private static bool IsInError(FhirResource resource) => resource.ResourceType is "Condition" or "AllergyIntolerance"
            ? new Condition(resource).VerificationStatus is "entered-in-error"
            : resource.Root["status"u8] is { Json.ValueKind: JsonValueKind.String } status && status.Utf8Equals("entered-in-error"u8);

        private static Retrieval RetrievalOf(string key, EvidenceKind kind, IReadOnlyList<EvidenceSet> sets) =>
            sets.FirstOrDefault(set => set.Retrieval.Kind == kind)?.Retrieval
            ?? new Retrieval(key, kind, RetrievalOutcome.NotRequested, 0);

        /// <summary>
        /// Where even the patient has another id, the chart was merged into another: what that one holds may be this patient's, and
        /// nothing may be said to be missing.
        /// </summary>
        private Retrieval WithDoubt(Retrieval retrieval) =>
            _foreign[(int)EvidenceKind.Patient] > 0 && retrieval.IsComplete && retrieval.Kind is not EvidenceKind.Patient && _foreign[(int)retrieval.Kind] > 0
                ? retrieval with { Outcome = RetrievalOutcome.Truncated }
                : retrieval;

        private void AddHelperOrCondition(FhirResource resource)
        {
            switch (resource.ResourceType)
            {
                case "Medication" or "PractitionerRole" or "Practitioner":
                    context.AddHelper(resource);
                    break;
                case "Condition" when IsOurs(new Condition(resource).Subject, EvidenceKind.Condition):
                    var record = ConditionReader.Read(resource, context);
                    _byKind[(int)EvidenceKind.Condition].Add(record);
                    var speaks = record.Standing is not (Standing.Excluded or Standing.Unusable);
                    context.AddCondition(resource.Id, resource.FullUrl, speaks ? record.Codes : default, speaks && RecordContext.IsCoded(new Condition(resource).Code));
                    break;
                case "Patient" when resource.Id is null || string.Equals(resource.Id, patientId, StringComparison.Ordinal):
                    _birthDate = new Patient(resource).BirthDate;
                    break;
                case "Patient":
                    _foreign[(int)EvidenceKind.Patient]++;
                    break;
            }
        }

        private void AddUnknownCondition(ConditionGlance condition, string? fullUrl)
        {
            if (IsOurs(condition.Subject, EvidenceKind.Condition))
            {
                context.AddCondition(condition.Id, fullUrl, default, condition.IsCoded);
            }
        }

        private void Add(FhirResource resource)
        {
            var (kind, subject) = resource.ResourceType switch
            {
                "Observation" => (EvidenceKind.Observation, new Observation(resource).Subject),
                "Procedure" => (EvidenceKind.Procedure, new Procedure(resource).Subject),
                "MedicationRequest" => (EvidenceKind.MedicationRequest, new MedicationRequest(resource).Subject),
                "MedicationStatement" => (EvidenceKind.MedicationStatement, new MedicationStatement(resource).Subject),
                "Encounter" => (EvidenceKind.Encounter, new Encounter(resource).Subject),
                "ServiceRequest" => (EvidenceKind.ServiceRequest, new ServiceRequest(resource).Subject),
                "DiagnosticReport" => (EvidenceKind.DiagnosticReport, new DiagnosticReport(resource).Subject),
                "QuestionnaireResponse" => (EvidenceKind.QuestionnaireResponse, new QuestionnaireResponse(resource).Subject),
                "AllergyIntolerance" => (EvidenceKind.AllergyIntolerance, new AllergyIntolerance(resource).Patient),
                _ => (EvidenceKind.Patient, default(Reference)),
            };
            if (kind is EvidenceKind.Patient || !IsOurs(subject, kind))
            {
                return;
            }

            var record = Read(resource, kind);
            _byKind[(int)kind].Add(record);
            if (record.Standing is not Standing.Excluded)
            {
                AddContained(resource, kind);
            }
        }

        private EvidenceRecord Read(FhirResource resource, EvidenceKind kind) => kind switch
        {
            EvidenceKind.Observation => ObservationReader.Read(resource, context),
            EvidenceKind.Procedure => CareReader.ReadProcedure(resource, context),
            EvidenceKind.MedicationRequest => MedicationReader.ReadRequest(resource, context),
            EvidenceKind.MedicationStatement => MedicationReader.ReadStatement(resource, context),
            EvidenceKind.Encounter => CareReader.ReadEncounter(resource, context),
            EvidenceKind.ServiceRequest => OrderReader.Read(resource, kind, context),
            EvidenceKind.DiagnosticReport => CareReader.ReadReport(resource, context),
            EvidenceKind.QuestionnaireResponse => CareReader.ReadQuestionnaire(resource, context),
            EvidenceKind.AllergyIntolerance => ConditionReader.ReadAllergy(resource, context),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

        /// <summary>The values of a report or a panel may be inside it.</summary>
        private void AddContained(FhirResource resource, EvidenceKind kind)
        {
            if (kind is EvidenceKind.DiagnosticReport)
            {
                var report = new DiagnosticReport(resource);
                AddContained(resource, report.Results, report.Effective ?? report.Issued);
            }
            else if (kind is EvidenceKind.Observation)
            {
                var panel = new Observation(resource);
                AddContained(resource, panel.HasMembers, panel.Effective ?? panel.Issued);
            }
        }

        private void AddContained(FhirResource resource, FhirViews<Reference> members, FhirDateTime? date)
        {
            foreach (var member in members)
            {
                if (member.FindContained() is { ResourceType: "Observation" } contained)
                {
                    _byKind[(int)EvidenceKind.Observation].Add(ObservationReader.Read(
                        contained, context, $"{RecordContext.ReferenceTo(resource)}#{member.ContainedId}", date));
                }
            }
        }

        private bool IsOurs(Reference subject, EvidenceKind kind) => subject.Node["reference"u8].Utf8Equals(_patientReference) || IsOurs(subject.Value, kind);

        private bool IsOurs(string? subject, EvidenceKind kind)
        {
            if (!ReferenceKey.TryParse(subject, out var key) || key.Type is not "Patient" || string.Equals(key.Id, patientId, StringComparison.Ordinal))
            {
                return true;
            }

            _foreign[(int)kind]++;
            return false;
        }
    }
}
