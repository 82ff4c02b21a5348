using System.Globalization;
using System.Reflection;

namespace CdsHooks.Service.Host.Store;

/// <summary>Migrates the tables to the version of this program with numbered scripts. Several processes may do so at once.</summary>
/// <remarks>A script may only add, so that the previous version keeps working while replicas are replaced.</remarks>
internal sealed partial class StoreSchema(StoreEngine engine, TimeProvider clock, ILogger<StoreSchema> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _isApplied;

    /// <summary>Applies the missing scripts, unless that has been done.</summary>
    public async Task EnsureAsync(StoreUse use, CancellationToken cancellationToken)
    {
        if (_isApplied)
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_isApplied)
            {
                await engine.PrepareAsync(cancellationToken);
                await ApplyAsync(use, cancellationToken);
                _isApplied = true;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets that the scripts have been applied: an unavailable database may come back as another one.</summary>
    public void Forget() => _isApplied = false;

    public void Dispose() => _turn.Dispose();

    private async Task ApplyAsync(StoreUse use, CancellationToken cancellationToken)
    {
        await using var connection = await engine.OpenAsync(use with { IsDurable = true }, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await engine.LockSchemaAsync(connection, cancellationToken);
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)", [], cancellationToken);
        var applied = await connection.QueryAsync("SELECT version FROM schema_version", [], row => row.GetInt64(0), cancellationToken);
        foreach (var (version, sql) in ScriptsIn($"{engine.Scripts}/").Where(script => !applied.Contains(script.Version)))
        {
            await connection.ExecuteAsync(sql, [], cancellationToken);
            await connection.ExecuteAsync(
                "INSERT INTO schema_version (version, applied_at) VALUES (@version, @at)",
                [("@version", version), ("@at", clock.GetUtcNow().ToUnixTimeMilliseconds())],
                cancellationToken);
            Log.Applied(logger, engine.Scripts, version, engine.Provider);
        }

        if (applied.Count == 0)
        {
            await engine.TakeOverAsync(connection, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static IEnumerable<(long Version, string Sql)> ScriptsIn(string folder)
    {
        var assembly = typeof(StoreSchema).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (long.Parse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture), Text(assembly, name)));
    }

    private static string Text(Assembly assembly, string name)
    {
        using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static partial class Log
    {
        [LoggerMessage(1702, LogLevel.Information, "Applied script {Folder}/{Version} to the store ({Provider})")]
        public static partial void Applied(ILogger logger, string folder, long version, StoreProvider provider);
    }
}
