namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>Every block, in the order in which a chart is made. The order itself comes last: other blocks give it reasons and a level.</summary>
internal static class AllBlocks
{
    public static IReadOnlyList<Block> InOrder { get; } =
    [
        PatientBlocks.Gender,
        PatientBlocks.Age,
        .. ExclusionBlocks.All,
        .. StructuralBlocks.All,
        FilmBlock.Age,
        FilmBlock.Block,
        .. DeficitBlock.All,
        .. DiscBlocks.All,
        TherapyVisits.Shapes,
        TherapyBlock.Block,
        BehaviouralTherapyBlock.Block,
        .. DrugBlocks.All,
        .. OtherBlocks.All,
        .. RiskBlocks.All,
        BackgroundBlock.Block,
        OrderBlocks.Reason,
        OrderBlocks.Status,
        OrderBlocks.Date,
        OrderBlocks.Order,
        OrderBlocks.Operation,
    ];

    /// <summary>Gets the criteria that a statement of failed care leaves open where nothing is on file.</summary>
    public static IReadOnlyList<string> OpenedByFailure { get; } =
        ["physical-therapy", "cognitive-behavioral-therapy", "anti-inflammatory-trial", "neuropathic-trial", "conservative-duration"];
}
