using System.Diagnostics.CodeAnalysis;
using CdsHooks.Fhir;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;
using FhirDateTime = CdsHooks.Fhir.FhirDateTime;

namespace CdsHooks.Decision.Evidence;

/// <summary>One record in the making.</summary>
internal sealed class RecordAssembly(RecordContext context, string patientId)
{
    private static readonly int Kinds = Enum.GetValues<EvidenceKind>().Length;

    private readonly List<GuardedResource> _resources = [];
    private readonly List<RawResource> _others = [];
    private readonly List<EvidenceRecord>[] _byKind = [.. Enumerable.Range(0, Kinds).Select(_ => new List<EvidenceRecord>())];
    private readonly int[] _foreign = new int[Kinds];
    private HashSet<(string Type, int IdHash)>? _received;
    private FhirDateTime? _birthDate;

    public void Read(IReadOnlyList<EvidenceSet> sets)
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

    public PatientRecord Finish(OrderRecords orders, IReadOnlyList<EvidenceSet> sets)
    {
        context.IsReceived = IsReceived;
        LeaveOutOlder();
        LeaveOutErrors();
        if (_others.Count > 0)
        {
            context.FindOtherCondition = FindOther;
        }

        foreach (var resource in _resources)
        {
            AddHelperOrCondition(resource);
        }

        foreach (var resource in _resources)
        {
            Add(resource);
        }

        return new PatientRecord(orders.Beside(context), _byKind, [.. PrefetchKeys.All.Select(key => WithDoubt(RetrievalOf(key.Key, key.Kind, sets)))], _birthDate)
        {
            ForeignResources = _foreign.Sum(),
        };
    }

    /// <summary>Whether a resource came with the chart, of use to a rule or not.</summary>
    private bool IsReceived(ReferenceKey key)
    {
        _received ??=
        [
            .. _resources.Where(resource => resource.Resource.Id is not null).Select(resource => (resource.Resource.TypeName, RawResource.HashOf(resource.Resource.Id!))),
            .. _others.Select(raw => (PrefetchKeys.All.First(set => set.Kind == raw.Kind).ResourceType, raw.IdHash)),
        ];
        return _received.Contains((key.Type, RawResource.HashOf(key.Id)));
    }

    /// <summary>Of several versions the newest speaks, even if it is one that no rule can use: that one says nothing, and the older ones neither.</summary>
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

    /// <summary>A reason that points at a diagnosis that was entered in error points at nothing, and at nothing that is not in hand.</summary>
    private void LeaveOutErrors()
    {
        foreach (var resource in _resources)
        {
            if (resource.Resource is Condition condition && ResourceVersions.IsInError(resource))
            {
                context.AddCondition(condition.Id, resource.FullUrl, Stated.Absent<ValueSetBits>());
            }
        }

        _resources.RemoveAll(ResourceVersions.IsInError);
    }

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

    private void AddHelperOrCondition(GuardedResource resource)
    {
        switch (resource.Resource)
        {
            case Medication or PractitionerRole or Practitioner:
                context.AddHelper(resource);
                break;
            case Condition condition when IsOurs(condition.Subject, EvidenceKind.Condition):
                var record = ReadWhatever(resource, EvidenceKind.Condition);
                _byKind[(int)EvidenceKind.Condition].Add(record);
                context.AddCondition(condition.Id, resource.FullUrl, ConditionReader.AsReason(record));
                break;
            case Patient patient when string.IsNullOrEmpty(patient.Id) || string.Equals(patient.Id, patientId, StringComparison.Ordinal):
                _birthDate = resource.Unreadable is ElementParts.None ? patient.BirthDateElement.AsDate() : null;
                break;
            case Patient:
                _foreign[(int)EvidenceKind.Patient]++;
                break;
        }
    }

    /// <summary>
    /// Finds a condition that no rule knows. Most of a problem list is like that, and it is read only when a reason points at it, which
    /// is then known to be something else.
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
                && IsOurs(condition.Subject, EvidenceKind.Condition))
            {
                return ResourceVersions.IsInError(read) ? Stated.Absent<ValueSetBits>() : ConditionReader.AsReason(ConditionReader.Read(read, condition, context));
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
        if (kind is EvidenceKind.Patient || !IsOurs(subject, kind))
        {
            return;
        }

        var record = ReadWhatever(resource, kind);
        _byKind[(int)kind].Add(record);
        if (record.EvidenceStatus is not EvidenceStatus.Excluded)
        {
            AddContained(resource, record.EvidenceStatus);
        }
    }

    /// <summary>Reads a record; of one that a typed property trips over nothing is read.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the library trips over, the record is unreadable and the call goes on.")]
    private EvidenceRecord ReadWhatever(GuardedResource resource, EvidenceKind kind)
    {
        try
        {
            return Read(resource, kind);
        }
        catch (Exception)
        {
            return Read(resource.AsUnreadable(), kind);
        }
    }

    private EvidenceRecord Read(GuardedResource resource, EvidenceKind kind) => resource.Resource switch
    {
        Observation observation => ObservationReader.Read(resource, observation, context),
        Procedure procedure => CareReader.ReadProcedure(resource, procedure, context),
        MedicationRequest request => MedicationReader.ReadRequest(resource, request, context),
        MedicationStatement statement => MedicationReader.ReadStatement(resource, statement, context),
        Encounter encounter => CareReader.ReadEncounter(resource, encounter, context),
        ServiceRequest order => OrderReader.Read(resource, order, kind, context),
        DiagnosticReport report => CareReader.ReadReport(resource, report, context),
        QuestionnaireResponse response => CareReader.ReadQuestionnaire(resource, response, context),
        Condition condition => ConditionReader.Read(resource, condition, context),
        AllergyIntolerance allergy => ConditionReader.ReadAllergy(resource, allergy, context),
        CarePlan plan => CarePlanReader.Read(resource, plan, context),
        _ => throw new ArgumentOutOfRangeException(nameof(resource)),
    };

    /// <summary>The values of a report or a panel may be inside it.</summary>
    private void AddContained(GuardedResource resource, EvidenceStatus evidenceStatus)
    {
        if (resource.Resource is DiagnosticReport report)
        {
            AddContained(resource, report.Result, CareReader.DateOf(report, context), evidenceStatus);
        }
        else if (resource.Resource is Observation panel)
        {
            AddContained(resource, panel.HasMember, context.Date(panel.Effective.LastDate() ?? panel.IssuedElement.AsDate()), evidenceStatus);
        }
    }

    private void AddContained(GuardedResource resource, List<ResourceReference> members, FhirDateTime? date, EvidenceStatus evidenceStatus)
    {
        if (resource.Resource is DiagnosticReport && resource.Unreadable.HasFlag(ElementParts.Value) && members.TrueForAll(member => member.Reference is null))
        {
            // What it points at cannot be read.
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
                    contained, observation, context, new ContainedIn($"{RecordContext.ReferenceTo(resource.Resource)}#{id}", date, evidenceStatus)));
            }
        }
    }

    /// <summary>What a report or a panel holds under a name that is nowhere in it may be any value.</summary>
    private void AddLost(GuardedResource container, FhirDateTime? date, EvidenceStatus evidenceStatus)
    {
        var lost = container.UnreadableObservation();
        _byKind[(int)EvidenceKind.Observation].Add(ObservationReader.Read(
            lost, (Observation)lost.Resource, context, new ContainedIn(RecordContext.ReferenceTo(container.Resource), date, evidenceStatus)));
    }

    private bool IsOurs(ResourceReference? subject, EvidenceKind kind)
    {
        if (!ReferenceKey.TryParse(subject?.Reference, out var key) || key.Type is not "Patient" || string.Equals(key.Id, patientId, StringComparison.Ordinal))
        {
            return true;
        }

        _foreign[(int)kind]++;
        return false;
    }
}
