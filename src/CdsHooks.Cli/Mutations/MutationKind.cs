using System.Text.Json;

namespace CdsHooks.Cli.Mutations;

/// <summary>The kinds of mutations. Their names, in words, are the row headings of the results.</summary>
internal enum MutationKind
{
    NumberStepped,
    SwitchFlipped,
    DefaultExchanged,
    CodeTakenOut,
    LimitRemoved,
    DenialRemoved,
    BodySitePartRemoved,
    CriterionRemoved,
    GroupKindExchanged,
    SettingRemoved,
    InputRemoved,
    InputRoleExchanged,
    InputBodySiteExchanged,
    CodeFilterRemoved,
    EnabledWhenRemoved,
    RowRemoved,
    RowsExchanged,
    RowCardDropped,
    RowLoweredRemoved,
    IndicatorExchanged,
    WhenRemoved,
    WhenPartRemoved,
    CardRemoved,
    CardSummaryRemoved,
    CardSummariesExchanged,
    CardSummaryResultExchanged,
    CardPhraseRemoved,
    CardPhrasesExchanged,
    CardLineRemoved,
    SuggestionRemoved,
    UnlessOrderedRemoved,
    ReasonFromRemoved,
    OverrideReasonsRemoved,
    ValueSetEmptied,
    ConceptRemoved,
    FilterRemoved,
    ImportRemoved,
    ExclusionRemoved,
    OrdinalStepped,
    ConceptMapGroupRemoved,
    SiteParameterChanged,
}

/// <summary>Formats <see cref="MutationKind"/>.</summary>
internal static class MutationKindWords
{
    /// <summary>Formats a kind in words, e.g. <c>code filter removed</c>.</summary>
    public static string ToWords(this MutationKind kind) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()).Replace('-', ' ');
}
