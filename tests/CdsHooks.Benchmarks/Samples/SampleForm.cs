namespace CdsHooks.Benchmarks.Samples;

/// <summary>What a sample request is about and how it is laid out.</summary>
internal enum SampleForm
{
    /// <summary>A lumbar fusion with evidence of conservative care, context before prefetch.</summary>
    Ours,

    /// <summary>A lumbar fusion in a chart that holds nothing the rules know, context before prefetch.</summary>
    OursNoEvidence,

    /// <summary>A lumbar fusion in a chart of which the rules know every resource, context before prefetch.</summary>
    OursAllRelevant,

    /// <summary>A knee MRI, context before prefetch.</summary>
    NotOurs,

    /// <summary>A drug order, context before prefetch.</summary>
    NotOursMedication,

    /// <summary>A knee MRI, context after prefetch.</summary>
    NotOursPrefetchFirst,
}
