using CdsHooks.Simulation.Runs;

namespace CdsHooks.Simulation.Views;

/// <summary>Makes the files that describe, for a lake of FHIR resources, what each criterion of a plan reads.</summary>
internal static class PlanViews
{
    /// <summary>The folder of the ViewDefinitions.</summary>
    public const string Folder = "views";

    /// <summary>Makes the files: their paths, with slashes, and their texts. The same rules give the same files.</summary>
    public static IReadOnlyList<(string Path, string Text)> Of(SimulatedSide rules)
    {
        var plan = rules.Plan;
        var names = new ViewNames(plan.Id, plan.Rules.Title);
        var reading = new CriterionReading(plan);
        var sql = new RecordSql(names, reading.Types);
        var views = ViewsOf(rules);
        var (url, version) = plan.Rules.Canonical.Split('|') is [var canonical, var stated] ? (canonical, stated) : (plan.Rules.Canonical, null);
        var json = new ViewJson(BaseOf(url), version);
        return
        [
            (ViewsReadme.File, new ViewsReadme(rules, names, sql.Records).Of(views)),
            (CriterionReading.File, reading.ToCsv(names)),
            (CriterionReading.ValueSetFile, reading.ValueSetsToCsv()),
            (CodeTables.Codes, CodeTables.CodesOf(plan.Rules.Terminology, reading.ValueSets)),
            (CodeTables.Systems, CodeTables.SystemsOf(plan.Rules.Terminology)),
            (RecordSql.File, sql.Write()),
            .. views.Select(view => ($"{Folder}/ViewDefinition-{ViewJson.IdOf(view)}.json", json.Of(view))),
        ];
    }

    /// <summary>Makes the views.</summary>
    public static IReadOnlyList<ViewDefinition> ViewsOf(SimulatedSide rules)
    {
        var views = new ResourceViews(new ViewNames(rules.Plan.Id, rules.Plan.Rules.Title));
        return [.. new CriterionReading(rules.Plan).Types.SelectMany(views.Of)];
    }

    /// <summary>Gets the beginning of the canonicals of a publisher: what comes before the type of the plan's own.</summary>
    private static string BaseOf(string url)
    {
        var type = url.LastIndexOf("PlanDefinition/", StringComparison.Ordinal);
        return type > 0 ? url[..type] : url + "/";
    }
}
