using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using CdsHooks.Benchmarks.Samples;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Fhir.Reading;

namespace CdsHooks.Benchmarks.Micro;

/// <summary>The steps of one call on 150 kB, each alone, beside what any service would pay for reading the same bytes.</summary>
[MemoryDiagnoser]
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Lives as long as the process.")]
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "BenchmarkDotNet calls instances.")]
[SuppressMessage("Design", "MA0053:Make class or record sealed", Justification = "BenchmarkDotNet derives from it.")]
public class CallSteps
{
    private static readonly HashSet<EvidenceKind> Everything = [.. Enum.GetValues<EvidenceKind>()];

    private readonly CompiledPlan _plan = Fusion.Load();
    private readonly byte[] _ours = SampleRequest.Build(SampleForm.Ours);
    private readonly byte[] _noEvidence = SampleRequest.Build(SampleForm.OursNoEvidence);
    private readonly byte[] _allRelevant = SampleRequest.Build(SampleForm.OursAllRelevant);
    private readonly byte[] _notOurs = SampleRequest.Build(SampleForm.NotOurs);
    private readonly byte[] _prefetchFirst = SampleRequest.Build(SampleForm.NotOursPrefetchFirst);
    private readonly PlanQuestion _question = new(
        new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero), EvaluationDate: null, new CardOptions(), () => Guid.Empty);

    private readonly HookRequest _request;
    private readonly OrderMatch _orders;
    private readonly IReadOnlyList<EvidenceSet> _sets;
    private readonly IReadOnlyList<EvidenceSet> _allSets;
    private readonly PatientRecord _record;
    private readonly PatientRecord _wholeRecord;
    private readonly OrderMatch _matched;
    private readonly OrderMatch _wholeMatched;
    private readonly AssessmentClock _clock;

    /// <summary>Initializes a new instance of the <see cref="CallSteps"/> class: loads the plan and prepares the input of every step.</summary>
    public CallSteps()
    {
        _request = HookRequest.Read(_ours);
        _orders = Match(_request);
        _clock = _orders.ClockFor(_question.Now);
        _sets = ReadPrefetch(_request);
        _allSets = ReadPrefetch(HookRequest.Read(_allRelevant));
        _record = BuildRecord();
        _wholeRecord = Build(_request.ReadRest(_plan.Rules.Terminology, Everything).Sets);
        _matched = _plan.Rules.Match(_record.Orders);
        _wholeMatched = _plan.Rules.Match(_wholeRecord.Orders);
        if (Enum.GetValues<EvidenceKind>().SelectMany(_wholeRecord.Of).Any(record => record.EvidenceStatus is not EvidenceStatus.Usable))
        {
            throw new InvalidOperationException("The samples are meant to be well-formed: errors cost time of their own.");
        }
    }

    /// <summary>The measure of the others: a document of the whole body.</summary>
    [Benchmark(Baseline = true)]
    public JsonValueKind ParseDocument()
    {
        using var document = JsonDocument.Parse(_ours);
        return document.RootElement.ValueKind;
    }

    /// <summary>The least that reading JSON costs.</summary>
    [Benchmark]
    public int ScanTokens()
    {
        var reader = new Utf8JsonReader(_ours);
        var tokens = 0;
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    /// <summary>The other way to find what matters: a document of the whole body, and a walk over the prefetch in it.</summary>
    [Benchmark]
    public int ParseAndWalk()
    {
        using var document = JsonDocument.Parse(_ours);
        return new DocumentWalk(_plan.Rules.Terminology).Find(document.RootElement.GetProperty("prefetch"u8)).Count;
    }

    /// <summary>Our way to the same point: one scan, and documents of what it kept for its codes.</summary>
    [Benchmark]
    public int ScanAndParseResources()
    {
        using var request = HookRequest.Read(_ours);
        var kept = 0;
        foreach (var set in request.ReadRest(_plan.Rules.Terminology, new HashSet<EvidenceKind>()).Sets)
        {
            foreach (var raw in set.Resources)
            {
                using var document = JsonDocument.Parse(raw.Json);
                kept += document.RootElement.ValueKind is JsonValueKind.Object ? 1 : 0;
            }
        }

        return kept;
    }

    /// <summary>An order that is not ours, context first: what most calls cost.</summary>
    [Benchmark]
    public bool HeadNotOurs() => IsOurs(_notOurs);

    /// <summary>The same with the context after the prefetch.</summary>
    [Benchmark]
    public bool HeadNotOursPrefetchFirst() => IsOurs(_prefetchFirst);

    /// <summary>Head and prefetch of an order that is ours.</summary>
    [Benchmark]
    public int ReadAll()
    {
        using var request = HookRequest.Read(_ours);
        return ReadPrefetch(request).Count;
    }

    /// <summary>The resources that a rule may use, as Firely's types.</summary>
    [Benchmark]
    public int ReadResources() => ReadResources(_sets);

    /// <summary>The same where every resource may be used.</summary>
    [Benchmark]
    public int ReadResourcesAllRelevant() => ReadResources(_allSets);

    /// <summary>The record from the resources that were kept.</summary>
    [Benchmark]
    public PatientRecord BuildRecord() => Build(_sets);

    /// <summary>The rules over what a call keeps of the chart.</summary>
    [Benchmark]
    public Assessment Assess() => _plan.Rules.Assess(_record, _matched, _clock);

    /// <summary>The rules over all of the chart's 300 resources, as if none had been dropped while reading.</summary>
    [Benchmark]
    public Assessment AssessWhole() => _plan.Rules.Assess(_wholeRecord, _wholeMatched, _clock);

    /// <summary>All that stands between the bytes and the card.</summary>
    [Benchmark]
    public PlanDecision Decide() => Decide(_ours);

    /// <summary>The same for a chart that says nothing.</summary>
    [Benchmark]
    public PlanDecision DecideNoEvidence() => Decide(_noEvidence);

    /// <summary>The same for a chart of which the rules know everything.</summary>
    [Benchmark]
    public PlanDecision DecideAllRelevant() => Decide(_allRelevant);

    /// <summary>Says what the samples hold, so that the figures can be read.</summary>
    /// <returns>One line.</returns>
    public string Describe()
    {
        using var document = JsonDocument.Parse(_ours);
        var walked = new DocumentWalk(_plan.Rules.Terminology).Find(document.RootElement.GetProperty("prefetch"u8)).Count;
        var records = Enum.GetValues<EvidenceKind>().Sum(kind => _record.Of(kind).Count);
        var whole = Enum.GetValues<EvidenceKind>().Sum(kind => _wholeRecord.Of(kind).Count);
        var kept = _sets.Sum(set => set.Resources.Sum(resource => resource.Json.Length));
        return $"{_ours.Length} bytes, {_sets.Sum(set => set.Retrieval.Count)} resources; kept {_sets.Sum(set => set.Resources.Count)} ({kept} bytes), by codes without their systems {walked}; records {records}, whole {whole}; row {Decide().Row}, without evidence {DecideNoEvidence().Row}";
    }

    private static int ReadResources(IReadOnlyList<EvidenceSet> sets)
    {
        var unreadable = 0;
        foreach (var raw in sets.SelectMany(set => set.Resources).Where(raw => !raw.IsUnused))
        {
            unreadable += GuardedResource.Read(raw.Json.Span, raw.FullUrl).Unreadable is ElementParts.None ? 0 : 1;
        }

        return unreadable;
    }

    private bool IsOurs(byte[] body)
    {
        using var request = HookRequest.Read(body);
        return Match(request).Result is not CriterionResult.NotMet;
    }

    private PlanDecision Decide(byte[] body)
    {
        using var request = HookRequest.Read(body);
        var orders = Match(request);
        return orders.Result is CriterionResult.Met
            ? _plan.Decide(request.Context, orders, ReadPrefetch(request), _question)
            : throw new InvalidOperationException("The sample is meant to be about the plan.");
    }

    private OrderMatch Match(HookRequest request) => _plan.Match(request.Context, _question.Now, evaluationDate: null);

    private IReadOnlyList<EvidenceSet> ReadPrefetch(HookRequest request) => request.ReadRest(_plan.Rules.Terminology, _plan.Rules.KeepAll).Sets;

    private PatientRecord Build(IReadOnlyList<EvidenceSet> sets) =>
        PatientRecordBuilder.Build(_plan.Rules.Terminology, _request.Context.PatientId, _orders.Orders, sets);
}
