using System.CommandLine;
using System.Globalization;
using CdsHooks.Cli.Output;
using CdsHooks.Decision.Plan;
using CdsHooks.Simulation.Calls;
using CdsHooks.Simulation.Results;
using CdsHooks.Simulation.Runs;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Cli.Commands;

/// <summary>The options that say what is simulated: a run and the filter for one shard have the same.</summary>
internal sealed class SimulationOptions
{
    private readonly Argument<string> _pack = CommonOptions.NoOption(new Argument<string>("PACK") { Description = "The folder that 'simulate pack' or 'cohort --packed' made." });
    private readonly Option<string?> _knowledge = CommonOptions.Knowledge();
    private readonly Option<string?> _plan = CommonOptions.Plan();
    private readonly Option<string?> _siteParameters = CommonOptions.SiteParameters();
    private readonly Option<string?> _candidateKnowledge = new("--candidate-knowledge") { Description = "Folder of the candidate's rules. Default: the same folder.", HelpName = "DIR" };
    private readonly Option<string?> _candidateParameters = new("--candidate-parameters") { Description = "Id of the candidate's site parameters. Default: those of --parameters.", HelpName = "ID" };
    private readonly Option<string[]> _set = new("--set") { Description = "A parameter of the candidate, e.g. pt.minWeeks=8. Can be repeated.", HelpName = "NAME=VALUE" };
    private readonly Option<string[]> _sweep = new("--sweep") { Description = "Values of one parameter to try, e.g. pt.minWeeks=4,5,6,8. Can be repeated.", HelpName = "NAME=VALUE,…" };
    private readonly Option<string?> _from = new("--from") { Description = "The first day of the orders to replay.", HelpName = "yyyy-mm-dd" };
    private readonly Option<string?> _until = new("--until") { Description = "The last day of the orders to replay.", HelpName = "yyyy-mm-dd" };
    private readonly Option<string?> _order = new("--what-if") { Description = "Judge a made-up order of this code instead of the orders in the charts, e.g. http://www.ama-assn.org/go/cpt|22612.", HelpName = "SYSTEM|CODE" };
    private readonly Option<string?> _on = new("--on") { Description = "The day of the made-up order.", HelpName = "yyyy-mm-dd" };
    private readonly Option<string[]> _where = new("--where") { Description = "Only patients with such a record: Type?code=system|code, or Type?code:in=VALUESET (its canonical, or the last part of that). Can be repeated; all must hold.", HelpName = "FILTER" };
    private readonly Option<string?> _patients = new("--patients") { Description = "Only the patients in this file, one id a line.", HelpName = "FILE" };
    private bool _isOneCall;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="forOneCall">True for those that find one call; which rules judge it does not matter then.</param>
    public void AddTo(Command command, bool forOneCall = false)
    {
        command.Add(_pack);
        Option[] ofCalls = [_knowledge, _plan, _siteParameters, _order, _on];
        Option[] ofRuns = [_candidateKnowledge, _candidateParameters, _set, _sweep, _from, _until, _where, _patients];
        _on.Description = forOneCall ? "The day of the call." : _on.Description;
        foreach (var option in forOneCall ? ofCalls : [.. ofCalls, .. ofRuns])
        {
            command.Add(option);
        }

        _isOneCall = forOneCall;
    }

    /// <summary>Gets the day of the one call.</summary>
    /// <exception cref="CommandException">There is none, or it is no day.</exception>
    public DateOnly DayOfCall(ParseResult parsed) => Day(parsed, _on) ?? throw CommandException.UsageError("--on requires the day of the call.");

    /// <summary>Loads what the options name.</summary>
    /// <exception cref="CommandException">Options do not fit together.</exception>
    /// <exception cref="Workbench.WorkbenchException">The pack or the rules cannot be used.</exception>
    public SimulationSetup Load(ParseResult parsed, CommandEnvironment environment)
    {
        var pack = parsed.GetRequiredValue(_pack);
        var folder = PackFolder.Open(environment.FullPath(pack), pack);
        var rules = LoadRules(parsed, environment);
        var (calls, identity) = LoadCalls(parsed, environment, rules);
        return new SimulationSetup(folder, rules, calls, identity);
    }

    private SimulatedRules LoadRules(ParseResult parsed, CommandEnvironment environment)
    {
        var servedFolder = KnowledgeFolder.Locate(parsed.GetValue(_knowledge), environment);
        var candidateFolder = parsed.GetValue(_candidateKnowledge) is { } given ? KnowledgeFolder.Locate(given, environment) : servedFolder;
        var servedSource = KnowledgeSource.Open(servedFolder);
        var candidateSource = string.Equals(candidateFolder, servedFolder, StringComparison.Ordinal) ? servedSource : KnowledgeSource.Open(candidateFolder);
        var plan = parsed.GetValue(_plan);
        var changes = parsed.GetValue(_set) ?? [];
        var siteParameters = parsed.GetValue(_siteParameters);
        var candidateParameters = parsed.GetValue(_candidateParameters) ?? siteParameters;
        var served = RulesLoader.Side(servedSource, RulesLoader.VersionOf(servedFolder), plan, Site(servedSource, plan, siteParameters), []);
        var hasCandidate = changes.Length > 0 || parsed.GetValue(_candidateParameters) is not null || parsed.GetValue(_candidateKnowledge) is not null;
        var candidate = hasCandidate
            ? RulesLoader.Side(candidateSource, RulesLoader.VersionOf(candidateFolder), plan, Site(candidateSource, plan, candidateParameters), changes)
            : null;
        var sweeps = (parsed.GetValue(_sweep) ?? []).Select(sweep => RulesLoader.Sweep(candidateSource, plan, Site(candidateSource, plan, candidateParameters), changes, sweep)).ToList();
        return sweeps.GroupBy(sweep => sweep.Parameter, StringComparer.Ordinal).Any(same => same.Count() > 1)
            ? throw CommandException.UsageError("One parameter is swept twice: list its values in one --sweep.")
            : new SimulatedRules(served, candidate, sweeps);
    }

    /// <summary>Finds site parameters; null for the plan's defaults.</summary>
    /// <exception cref="Workbench.WorkbenchException">They do not exist.</exception>
    public static KnowledgeResource? Site(KnowledgeSource source, string? plan, string? id) =>
        id is null or RuleSetLoader.DefaultSiteParameters ? null : source.FindSiteParameters(plan is null ? source.OnlyPlan() : source.FindPlan(plan), id);

    private (ICallSource Calls, CallsIdentity Identity) LoadCalls(ParseResult parsed, CommandEnvironment environment, SimulatedRules rules)
    {
        var where = parsed.GetValue(_where) ?? [];
        var list = parsed.GetValue(_patients);
        if (parsed.GetValue(_order) is not { } order)
        {
            if (where.Length > 0 || list is not null || (!_isOneCall && parsed.GetValue(_on) is not null))
            {
                throw CommandException.UsageError("--where, --patients and --on belong to --what-if.");
            }

            var period = new CallPeriod(Day(parsed, _from), Day(parsed, _until));
            if (period.From > period.Until)
            {
                throw CommandException.UsageError("--until is before --from.");
            }

            return (new OrderReplay(rules.Sides, period), new CallsIdentity("replay") { From = period.From, Until = period.Until });
        }

        if (order.Split('|') is not [{ Length: > 0 } system, { Length: > 0 } code] || Day(parsed, _on) is not { } day)
        {
            throw CommandException.UsageError("--what-if requires SYSTEM|CODE, and the day of the order with --on.");
        }

        if (parsed.GetValue(_from) is not null || parsed.GetValue(_until) is not null)
        {
            throw CommandException.UsageError("--from and --until are about orders in the charts, not about a made-up one.");
        }

        var terminology = rules.Served.Plan.Rules.Terminology;
        var patients = list is null ? null : PatientsOf(environment.FullPath(list), list);
        var filter = new ChartFilter(patients, [.. where.Select(text => ChartCondition.Read(text, terminology))], terminology);
        return (new WhatIf(system, code, day, filter), new CallsIdentity("what-if")
        {
            Order = order,
            Date = day,
            Filter = where.Length > 0 ? where : null,
            PatientList = patients is null ? null : SimulationSetup.HashOf(string.Join('\n', patients)),
        });
    }

    private static List<string> PatientsOf(string path, string shown) => File.Exists(path)
        ? [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        : throw CommandException.UsageError($"The file {shown} does not exist.");

    private static DateOnly? Day(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw CommandException.UsageError($"{option.Name} requires a date such as 2026-06-01.");
}
