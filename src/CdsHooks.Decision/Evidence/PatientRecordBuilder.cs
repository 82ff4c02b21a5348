using System.Diagnostics.CodeAnalysis;
using CdsHooks.Fhir;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;
using FhirDateTime = CdsHooks.Fhir.FhirDateTime;

namespace CdsHooks.Decision.Evidence;

/// <summary>
/// Builds the record from the received resources: helpers first, then conditions, because other records refer to them, then the rest.
/// </summary>
public sealed class PatientRecordBuilder
{
    private static readonly int Kinds = Enum.GetValues<EvidenceKind>().Length;

    private readonly List<GuardedResource> _resources = [];
    private readonly List<RawResource> _others = [];
    private readonly List<EvidenceRecord>[] _byKind = [.. Enumerable.Range(0, Kinds).Select(_ => new List<EvidenceRecord>())];
    private readonly int[] _foreign = new int[Kinds];
    private readonly RecordContext _context;
    private readonly string _patientId;
    private HashSet<(string Type, int IdHash)>? _received;
    private FhirDateTime? _birthDate;

    private PatientRecordBuilder(RecordContext context, string patientId)
    {
        _context = context;
        _patientId = patientId;
    }

    /// <summary>Builds a record.</summary>
    /// <param name="terminology">The value sets.</param>
    /// <param name="patientId">The logical id of the patient. A resource about another patient is left out and counted.</param>
    /// <param name="orders">The draft orders of the call; read again only if the sets may add to them.</param>
    /// <param name="sets">The sets as received. A kind that is not among them is <see cref="RetrievalOutcome.NotRequested"/>.</param>
    /// <param name="now">
    /// The present in the site's time zone, so that an instant in the past is never dated after today, whatever its own offset. Null when
    /// only days are compared.
    /// </param>
    /// <returns>The record. It keeps nothing of the received bytes.</returns>
    public static PatientRecord Build(
        TerminologyIndex terminology, string patientId, OrderRecords orders, IReadOnlyList<EvidenceSet> sets, DateTimeOffset? now = null)
    {
        var builder = new PatientRecordBuilder(new RecordContext(terminology, now), patientId);
        builder.Read(sets);
        return builder.Finish(orders, sets);
    }

    private void Read(IReadOnlyList<EvidenceSet> sets)
    {
        foreach (var set in sets)
        {
            foreach (var raw in set.Resources)
            {
                if (raw.IsUnused)
                {
                    _others.Add(raw);
                }
                else
                {
                    _resources.Add(raw.Read());
                }
            }
        }
    }

    private PatientRecord Finish(OrderRecords orders, IReadOnlyList<EvidenceSet> sets)
    {
        _context.IsReceived = IsReceived;
        LeaveOutOlder();
        LeaveOutErrors();
        if (_others.Count > 0)
        {
            _context.FindOtherCondition = FindOther;
        }

        foreach (var resource in _resources)
        {
            AddHelperOrCondition(resource);
        }

        foreach (var resource in _resources)
        {
            Add(resource);
        }

        return new PatientRecord(orders.WithChart(_context), _byKind, [.. PrefetchKeys.All.Select(key => WithDoubt(RetrievalOf(key.Key, key.Kind, sets)))], _birthDate)
        {
            ForeignResources = _foreign.Sum(),
        };
    }

    /// <summary>Determines whether a resource was received, whether or not a rule can use it.</summary>
    private bool IsReceived(ReferenceKey key)
    {
        _received ??=
        [
            .. _resources.Where(resource => resource.Resource.Id is not null).Select(resource => (resource.Resource.TypeName, RawResource.HashOf(resource.Resource.Id!))),
            .. _others.Select(raw => (PrefetchKeys.All.First(set => set.Kind == raw.Kind).ResourceType, raw.IdHash)),
        ];
        return _received.Contains((key.Type, RawResource.HashOf(key.Id)));
    }

    /// <summary>Leaves out older versions, even if the newest is one that no rule can use.</summary>
    private void LeaveOutOlder()
    {
        HashSet<GuardedResource> unused = [];
        if (_others.Count > 0)
        {
            var ids = _resources.Select(resource => resource.Resource.Id).OfType<string>().Select(RawResource.HashOf).ToHashSet();
            unused.UnionWith(_others.Where(raw => raw.IdHash is not 0 && ids.Contains(raw.IdHash)).Select(raw => raw.Read()));
        }

        ResourceVersions.KeepNewest(_resources, unused);
    }

    /// <summary>Leaves out records entered in error. A reason that references such a condition is absent, rather than not available.</summary>
    private void LeaveOutErrors()
    {
        foreach (var resource in _resources)
        {
            if (resource.Resource is Condition condition && ResourceVersions.IsInError(resource))
            {
                _context.AddCondition(condition.Id, resource.FullUrl, Stated.Absent<ValueSetBits>());
            }
        }

        _resources.RemoveAll(ResourceVersions.IsInError);
    }

    private static Retrieval RetrievalOf(string key, EvidenceKind kind, IReadOnlyList<EvidenceSet> sets) =>
        sets.FirstOrDefault(set => set.Retrieval.Kind == kind)?.Retrieval
        ?? new Retrieval(key, kind, RetrievalOutcome.NotRequested, 0);

    /// <summary>
    /// Marks a set as incomplete if the patient has another id: the chart was merged into another, whose resources may be this patient's, so
    /// nothing may be called missing.
    /// </summary>
    private Retrieval WithDoubt(Retrieval retrieval) =>
        _foreign[(int)EvidenceKind.Patient] > 0 && retrieval.IsComplete && retrieval.Kind is not EvidenceKind.Patient && _foreign[(int)retrieval.Kind] > 0
            ? retrieval with { Outcome = RetrievalOutcome.Truncated }
            : retrieval;

    private void AddHelperOrCondition(GuardedResource resource)
    {
        switch (resource.Resource)
        {
            case Medication or PractitionerRole or Practitioner:
                _context.AddHelper(resource);
                break;
            case Condition condition when IsAboutPatient(condition.Subject, EvidenceKind.Condition):
                var record = ReadSafely(resource, EvidenceKind.Condition);
                _byKind[(int)EvidenceKind.Condition].Add(record);
                _context.AddCondition(condition.Id, resource.FullUrl, ConditionReader.AsReason(record));
                break;
            case Patient patient when string.IsNullOrEmpty(patient.Id) || string.Equals(patient.Id, _patientId, StringComparison.Ordinal):
                _birthDate = resource.Unreadable is ElementParts.None ? patient.BirthDateElement.AsDate() : null;
                break;
            case Patient:
                _foreign[(int)EvidenceKind.Patient]++;
                break;
        }
    }

    /// <summary>
    /// Finds a condition that no rule reads. Most of a problem list is like that; such a condition is parsed only when a reason references
    /// it, which is then known to be something else.
    /// </summary>
    private Stated<ValueSetBits>? FindOther(ReferenceKey key)
    {
        var id = RawResource.HashOf(key.Id);
        foreach (var raw in _others)
        {
            var isNamed = raw.IdHash == id || raw.FullUrl?.EndsWith(key.Id, StringComparison.Ordinal) is true;
            if (isNamed
                && raw.Read() is { Resource: Condition condition } read
                && (key == new ReferenceKey("Condition", condition.Id ?? string.Empty) || (ReferenceKey.TryParse(raw.FullUrl, out var url) && key == url))
                && IsAboutPatient(condition.Subject, EvidenceKind.Condition))
            {
                return ResourceVersions.IsInError(read) ? Stated.Absent<ValueSetBits>() : ConditionReader.AsReason(ConditionReader.Read(read, condition, _context));
            }
        }

        return null;
    }

    private void Add(GuardedResource resource)
    {
        var (kind, subject) = resource.Resource switch
        {
            Observation observation => (EvidenceKind.Observation, observation.Subject),
            Procedure procedure => (EvidenceKind.Procedure, procedure.Subject),
            MedicationRequest request => (EvidenceKind.MedicationRequest, request.Subject),
            MedicationStatement statement => (EvidenceKind.MedicationStatement, statement.Subject),
            Encounter encounter => (EvidenceKind.Encounter, encounter.Subject),
            ServiceRequest order => (EvidenceKind.ServiceRequest, order.Subject),
            DiagnosticReport report => (EvidenceKind.DiagnosticReport, report.Subject),
            QuestionnaireResponse response => (EvidenceKind.QuestionnaireResponse, response.Subject),
            AllergyIntolerance allergy => (EvidenceKind.AllergyIntolerance, allergy.Patient),
            CarePlan plan => (EvidenceKind.CarePlan, plan.Subject),
            _ => (EvidenceKind.Patient, null),
        };
        if (kind is EvidenceKind.Patient || !IsAboutPatient(subject, kind))
        {
            return;
        }

        var record = ReadSafely(resource, kind);
        _byKind[(int)kind].Add(record);
        if (record.EvidenceStatus is not EvidenceStatus.Excluded)
        {
            AddContained(resource, record.EvidenceStatus);
        }
    }

    /// <summary>Reads a record. If a typed property throws, the record is kept with nothing in it readable.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the library throws, the record is unreadable and the call goes on.")]
    private EvidenceRecord ReadSafely(GuardedResource resource, EvidenceKind kind)
    {
        try
        {
            return Read(resource, kind);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Read(resource.AsUnreadable(), kind);
        }
    }

    private EvidenceRecord Read(GuardedResource resource, EvidenceKind kind) => resource.Resource switch
    {
        Observation observation => ObservationReader.Read(resource, observation, _context),
        Procedure procedure => CareReader.ReadProcedure(resource, procedure, _context),
        MedicationRequest request => MedicationReader.ReadRequest(resource, request, _context),
        MedicationStatement statement => MedicationReader.ReadStatement(resource, statement, _context),
        Encounter encounter => CareReader.ReadEncounter(resource, encounter, _context),
        ServiceRequest order => OrderReader.Read(resource, order, kind, _context),
        DiagnosticReport report => CareReader.ReadReport(resource, report, _context),
        QuestionnaireResponse response => CareReader.ReadQuestionnaire(resource, response, _context),
        Condition condition => ConditionReader.Read(resource, condition, _context),
        AllergyIntolerance allergy => ConditionReader.ReadAllergy(resource, allergy, _context),
        CarePlan plan => CareReader.ReadPlan(resource, plan, _context),
        _ => throw new ArgumentOutOfRangeException(nameof(resource)),
    };

    /// <summary>Adds the contained values of a report or a panel.</summary>
    private void AddContained(GuardedResource resource, EvidenceStatus evidenceStatus)
    {
        if (resource.Resource is DiagnosticReport report)
        {
            AddContained(resource, report.Result, CareReader.DateOf(report, _context), evidenceStatus);
        }
        else if (resource.Resource is Observation panel)
        {
            AddContained(resource, panel.HasMember, _context.Date(panel.Effective.LastDate() ?? panel.IssuedElement.AsDate()), evidenceStatus);
        }
    }

    private void AddContained(GuardedResource resource, List<ResourceReference> members, FhirDateTime? date, EvidenceStatus evidenceStatus)
    {
        if (resource.Resource is DiagnosticReport && resource.Unreadable.HasFlag(ElementParts.Value) && members.TrueForAll(member => member.Reference is null))
        {
            // The references cannot be read.
            AddLost(resource, date, evidenceStatus);
        }

        foreach (var member in members)
        {
            if (member.Reference is not ['#', .. var id])
            {
                continue;
            }

            var inner = resource.FindContained(id);
            if (inner is null)
            {
                AddLost(resource, date, evidenceStatus);
            }
            else if (inner is { Resource: Observation observation } contained)
            {
                _byKind[(int)EvidenceKind.Observation].Add(ObservationReader.Read(
                    contained, observation, _context, new ContainedIn($"{RecordContext.ReferenceTo(resource.Resource)}#{id}", date, evidenceStatus)));
            }
        }
    }

    /// <summary>Adds an unreadable Observation for a contained reference that does not resolve: it may be any value.</summary>
    private void AddLost(GuardedResource container, FhirDateTime? date, EvidenceStatus evidenceStatus)
    {
        var lost = container.UnreadableObservation();
        _byKind[(int)EvidenceKind.Observation].Add(ObservationReader.Read(
            lost, (Observation)lost.Resource, _context, new ContainedIn(RecordContext.ReferenceTo(container.Resource), date, evidenceStatus)));
    }

    private bool IsAboutPatient(ResourceReference? subject, EvidenceKind kind)
    {
        if (!ReferenceKey.TryParse(subject?.Reference, out var key) || key.Type is not "Patient" || string.Equals(key.Id, _patientId, StringComparison.Ordinal))
        {
            return true;
        }

        _foreign[(int)kind]++;
        return false;
    }
}
