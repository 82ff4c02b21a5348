using CdsHooks.Service.Gate.Keys;
using Microsoft.IdentityModel.Tokens;

namespace CdsHooks.Service.Gate.Security;

/// <summary>
/// The keys of one source, kept: renewed in the background when they grow old, at once when a key is asked for that is not among
/// them or when nobody has asked for long, but never more often than once a minute, whatever callers ask for. When the source is
/// away, what is kept goes on serving.
/// </summary>
internal sealed class KeySet(IKeySource source, TimeProvider clock, TimeSpan maxAge)
{
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DefaultAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private volatile Kept? _kept;
    private Task? _loading;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private volatile bool _isAway;

    /// <summary>Finds the keys of an id.</summary>
    /// <param name="keyId">The key's id (<c>kid</c>), compared as it is.</param>
    /// <param name="cancellationToken">Cancelled when the caller goes away.</param>
    /// <returns>The keys; empty when there is none of this id; null when no keys could be had at all.</returns>
    public async ValueTask<IReadOnlyList<JsonWebKey>?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        var found = Of(keyId);
        if (found.Count > 0)
        {
            var overdue = clock.GetUtcNow() - _kept!.FreshUntil;
            if (overdue < TimeSpan.Zero)
            {
                return found;
            }

            var renewal = Load();
            if (overdue < MinAge || _isAway)
            {
                return found;
            }

            // The first call after a long pause: its key may have been withdrawn in it.
            await renewal.WaitAsync(cancellationToken);
            return Of(keyId);
        }

        await Load().WaitAsync(cancellationToken);
        return _kept is null ? null : Of(keyId);
    }

    private List<JsonWebKey> Of(string keyId) => _kept?.Keys.Where(key => string.Equals(key.Kid, keyId, StringComparison.Ordinal)).ToList() ?? [];

    /// <summary>Joins the load under way, or begins one if it is time.</summary>
    private Task Load()
    {
        lock (_gate)
        {
            if (_loading is { IsCompleted: false } underWay)
            {
                return underWay;
            }

            if (clock.GetUtcNow() < _notBefore)
            {
                return Task.CompletedTask;
            }

            _notBefore = clock.GetUtcNow() + Pause;
            _loading = LoadAsync();
            return _loading;
        }
    }

    private async Task LoadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        if (await source.LoadAsync(patience.Token) is not { } answer)
        {
            lock (_gate)
            {
                _notBefore = clock.GetUtcNow() + PauseAfterFailure;
            }

            _isAway = true;
            return;
        }

        _isAway = false;
        var age = answer.MaxAge ?? DefaultAge;
        var kept = age < MinAge ? MinAge : age;
        _kept = new Kept(answer.Keys, clock.GetUtcNow() + (kept > maxAge ? maxAge : kept));
    }

    private sealed record Kept(IReadOnlyList<JsonWebKey> Keys, DateTimeOffset FreshUntil);
}
