using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Pages.Rules;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Workbench.Explain;
using CdsHooks.Workbench.Tuning;
using Hl7.Fhir.Model;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>A change that is being made: the rules in force, what the site sets in them, and what it is to set.</summary>
internal sealed class TuneSheet
{
    private readonly RulesSnapshot _rules;
    private readonly ReadPlan _read;

    private TuneSheet(RulesSnapshot rules, ReadPlan read)
    {
        _rules = rules;
        _read = read;
        (InForce, Unreadable) = SiteFilesReader.Read(rules.Knowledge.Resources, rules.SiteParametersOf(Plan, Plan.Rules.SiteParameters), Declared);
        Target = InForce;
        StartedFrom = Version;
    }

    /// <summary>Gets the rules in force.</summary>
    public RulesSnapshot Rules => _rules;

    /// <summary>Gets the plan in force.</summary>
    public CompiledPlan Plan => _read.Plan;

    /// <summary>Gets the plan in force in plain words.</summary>
    public PlainPlan Text => _read.Text;

    /// <summary>Gets the parameters of the plan, with the values in force.</summary>
    public ParameterSet Declared => _read.Plan.Rules.Parameters;

    /// <summary>Gets the plan's file, without the texts of the site.</summary>
    public PlanDefinition Definition => (PlanDefinition)_rules.Knowledge.Find(Plan.Rules.Canonical)!.Resource;

    /// <summary>Gets the number of the site's version that is in force; 0 for none.</summary>
    public int Version => _rules.SiteVersion ?? 0;

    /// <summary>Gets the number of the site's version from which the change started.</summary>
    public int StartedFrom { get; private set; }

    /// <summary>Gets a value indicating whether other rules went live since the change was begun.</summary>
    public bool IsStale => StartedFrom != Version;

    /// <summary>Gets a value indicating whether the address held a change that cannot be read.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Gets what the site sets now.</summary>
    public SiteTuning InForce { get; }

    /// <summary>Gets the files of the site in force with something that would be lost when they are written anew.</summary>
    public IReadOnlyList<string> Unreadable { get; }

    /// <summary>Gets or sets what the site is to set.</summary>
    public SiteTuning Target { get; set; }

    /// <summary>Gets the change as it stands in addresses; empty for none.</summary>
    public string Token => TuningToken.Write(StartedFrom, InForce, Target, Declared);

    /// <summary>Gets the differences from what is in force.</summary>
    public IReadOnlyList<TuningDifference> Differences => DifferencesFrom(InForce, Target);

    /// <summary>Opens a change.</summary>
    /// <param name="rules">The rules in force.</param>
    /// <param name="token">The change from an address; null or empty for a new one.</param>
    public static TuneSheet Open(RulesSnapshot rules, string? token)
    {
        TuneSheet sheet = new(rules, ReadPlan.All(rules)[0]);
        if (!string.IsNullOrEmpty(token))
        {
            if (TuningToken.Read(token, sheet.InForce, sheet.Declared, sheet.Definition) is { } read)
            {
                sheet.Target = read.Tuning;
                sheet.StartedFrom = read.Version;
            }
            else
            {
                sheet.IsDamaged = true;
            }
        }

        return sheet;
    }

    /// <summary>Lists the differences from what is in force, each in one line.</summary>
    public IReadOnlyList<string> InWords() => [.. Differences.Select(one => one.Part is TunedPart.Text
        ? $"{SubjectOf(one)}: another text"
        : $"{one.Subject}: {Known(one.Before)} → {Known(one.After)}")];

    /// <summary>Makes the rules of the change.</summary>
    public SiteCandidate ToCandidate() => TunedRules.Of(_rules, Plan, Target);

    /// <summary>Gets the address on which the change is simulated.</summary>
    public string SimulationAddress => SimulateLink.Of(Token);

    /// <summary>Makes the change start from the rules in force.</summary>
    public void StartFromInForce() => StartedFrom = Version;

    /// <summary>Lists the differences between two tunings, in words.</summary>
    public IReadOnlyList<TuningDifference> DifferencesFrom(SiteTuning before, SiteTuning after) => TuningDifference.Between(before, after, Declared, TitleOf, ParameterText.Value);

    /// <summary>Gets the title of a value set.</summary>
    public string TitleOf(string canonical) => _rules.Knowledge.Find(canonical)?.Text("title") ?? canonical.Split('/')[^1];

    /// <summary>Gets the words for a difference: what it is about, and for whom it is a name.</summary>
    public string SubjectOf(TuningDifference difference) => difference.Part switch
    {
        TunedPart.Value => Text.Parameters.First(parameter => string.Equals(parameter.Name, difference.Subject, StringComparison.Ordinal)).Meaning,
        TunedPart.Text => Text.FindCard(difference.Subject)?.Display ?? Text.FindCriterion(difference.Subject)?.Title ?? difference.Subject,
        _ => difference.Subject,
    };

    /// <summary>Gets the value of a parameter that the change asks for.</summary>
    public ParameterValue ValueOf(PlanParameter parameter) => Target.Values.GetValueOrDefault(parameter.Name) ?? parameter.Default;

    private static string Known(string text) => text.Length is 0 ? "not known" : text;
}
