using System.Diagnostics.CodeAnalysis;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Host.Hosting;
using CdsHooks.Service.Host.Telemetry;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>Keeps one set of rules in step with its files: those that answer calls, or those that judge in shadow.</summary>
internal sealed partial class RulesWatch(RulesSource source, RuleBook book, RulesLoader loader, RulesState state, IRulesTrial trial, ServiceMetrics metrics, ILogger<RulesWatch> logger)
{
    private string? _seen;
    private string? _refused;

    private RulesSnapshot? InForce => source.IsShadow ? book.Shadow : book.Current;

    /// <summary>Loads the rules before the service listens.</summary>
    /// <exception cref="StartRefusedException">The rules that answer calls cannot be used.</exception>
    public void Start()
    {
        var files = RulesFiles.Read(source);
        if (files.IsNothing)
        {
            return;
        }

        var load = loader.Load(files, current: null);
        Warn(load);
        if (load.Rules is { } rules)
        {
            Replace(rules);
        }
        else if (source.IsShadow)
        {
            Refuse(files, load.Errors);
        }
        else
        {
            throw new StartRefusedException($"The rules cannot be used ({Counted(load.Errors)}):{Environment.NewLine}{Listed(load.Errors)}");
        }
    }

    /// <summary>Looks at the files, and loads them when they have changed.</summary>
    /// <param name="isSettled">True to load a change at once; false to wait until two looks in a row see the same, since files may be being copied.</param>
    /// <param name="cancellationToken">Cancelled when the process ends.</param>
    public async Task LookAsync(bool isSettled, CancellationToken cancellationToken)
    {
        var files = RulesFiles.Read(source);
        isSettled |= string.Equals(files.Version, _seen, StringComparison.Ordinal);
        _seen = files.Version;
        if (files.IsNothing)
        {
            Stop(isSettled);
        }
        else if (string.Equals(files.Version, InForce?.Version, StringComparison.Ordinal))
        {
            Restore();
        }
        else if (isSettled && !string.Equals(files.Version, _refused, StringComparison.Ordinal))
        {
            await LoadAsync(files, cancellationToken);
        }
    }

    private async Task LoadAsync(RulesFiles files, CancellationToken cancellationToken)
    {
        var load = loader.Load(files, source.IsShadow ? null : book.Current);
        Warn(load);
        if (load.Rules is not { } rules)
        {
            Refuse(files, load.Errors);
        }
        else if (await FailureOfAsync(rules, cancellationToken) is { } failure)
        {
            Refuse(files, [failure]);
        }
        else
        {
            Replace(rules);
        }
    }

    /// <summary>Tries rules that are to answer calls, which also warms them up, so that no clinician waits for the first call.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Rules that make a call fail must not come into force, whatever the failure.")]
    private async Task<KnowledgeIssue?> FailureOfAsync(RulesSnapshot rules, CancellationToken cancellationToken)
    {
        if (source.IsShadow)
        {
            return null;
        }

        try
        {
            await trial.RunAsync(rules, cancellationToken);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new KnowledgeIssue(source.Directory, string.Empty, $"A test call fails with {exception.GetType().Name}.");
        }
    }

    private void Replace(RulesSnapshot rules)
    {
        if (source.IsShadow)
        {
            book.ReplaceShadow(rules);
        }
        else
        {
            book.Replace(rules);
            metrics.CountRulesLoad(isAccepted: true);
        }

        _refused = null;
        state.Set(source.IsShadow, null);
        foreach (var service in rules.Services.Values.OrderBy(service => service.Id, StringComparer.Ordinal))
        {
            Log.Loaded(logger, service.Id, source.IsShadow ? "tries in shadow" : "uses", service.Plan.Rules.Canonical, service.Plan.Rules.SiteParameters, rules.Version);
        }
    }

    /// <summary>Tries nothing any more, since the draft is gone.</summary>
    private void Stop(bool isSettled)
    {
        if (isSettled && (book.Shadow is not null || _refused is not null))
        {
            _refused = null;
            book.ReplaceShadow(null);
            state.Set(isShadow: true, null);
            Log.Stopped(logger);
        }
    }

    private void Refuse(RulesFiles files, IReadOnlyList<KnowledgeIssue> errors)
    {
        var inForce = InForce?.Described;
        var consequence = source.IsShadow ? $"{inForce ?? "nothing"} is judged in shadow" : $"{inForce} serves";
        var cause = $"The {(source.IsShadow ? "shadow" : "changed")} rules cannot be used ({Counted(errors)}); {consequence}";
        _refused = files.Version;
        if (!source.IsShadow)
        {
            metrics.CountRulesLoad(isAccepted: false);
        }

        Log.Refused(logger, cause, Environment.NewLine, Listed(errors));
        state.Set(source.IsShadow, new RulesRefusal($"{cause}.", errors));
    }

    private void Restore()
    {
        if (_refused is not null)
        {
            _refused = null;
            state.Set(source.IsShadow, null);
            Log.Restored(logger, InForce!.Version);
        }
    }

    private void Warn(RulesLoad load)
    {
        foreach (var issue in load.Issues.Where(issue => !issue.IsError))
        {
            Log.Warned(logger, issue);
        }
    }

    private static string Counted(IReadOnlyList<KnowledgeIssue> errors) => errors.Count == 1 ? "1 error" : $"{errors.Count} errors";

    private static string Listed(IReadOnlyList<KnowledgeIssue> errors) => string.Join(Environment.NewLine, errors);

    private static partial class Log
    {
        [LoggerMessage(1200, LogLevel.Information, "Service {ServiceId} {Uses} plan {Plan} with site parameters {SiteParameters}: rules version {Version}")]
        public static partial void Loaded(ILogger logger, string serviceId, string uses, string plan, string siteParameters, string version);

        [LoggerMessage(1201, LogLevel.Warning, "{Issue}")]
        public static partial void Warned(ILogger logger, KnowledgeIssue issue);

        [LoggerMessage(1202, LogLevel.Error, "{Cause}:{NewLine}{Issues}")]
        public static partial void Refused(ILogger logger, string cause, string newLine, string issues);

        [LoggerMessage(1204, LogLevel.Information, "No rules are tried in shadow any more")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(1203, LogLevel.Information, "The files of the rules are again those of version {Version}")]
        public static partial void Restored(ILogger logger, string version);
    }
}
