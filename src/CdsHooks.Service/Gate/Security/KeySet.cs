using CdsHooks.Service.Gate.Keys;
using Microsoft.IdentityModel.Tokens;

namespace CdsHooks.Service.Gate.Security;

/// <summary>
/// Caches the keys of one source. Expired keys are renewed in the background, but at once when a requested key is not among them or
/// when they expired long ago; never more often than once a minute, whatever callers request. While the source is unavailable, the
/// cached keys remain in use.
/// </summary>
internal sealed class KeySet(IKeySource source, TimeProvider clock, TimeSpan maxAge)
{
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DefaultAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private volatile CachedKeys? _cached;
    private Task? _loading;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private volatile bool _isUnavailable;

    /// <summary>Finds the keys with an id.</summary>
    /// <param name="keyId">The key's id (<c>kid</c>), compared byte for byte.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    /// <returns>The keys; empty when no key has this id; null when no keys are available at all.</returns>
    public async ValueTask<IReadOnlyList<JsonWebKey>?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        var found = Of(keyId);
        if (found.Count > 0)
        {
            var overdue = clock.GetUtcNow() - _cached!.FreshUntil;
            if (overdue < TimeSpan.Zero)
            {
                return found;
            }

            var renewal = Load();
            if (overdue < MinAge || _isUnavailable)
            {
                return found;
            }

            // First call after a long pause: the key may have been revoked in the meantime.
            await renewal.WaitAsync(cancellationToken);
            return Of(keyId);
        }

        await Load().WaitAsync(cancellationToken);
        return _cached is null ? null : Of(keyId);
    }

    private List<JsonWebKey> Of(string keyId) => _cached?.Keys.Where(key => string.Equals(key.Kid, keyId, StringComparison.Ordinal)).ToList() ?? [];

    /// <summary>Joins the load in progress, or starts one when the minimum interval has passed.</summary>
    private Task Load()
    {
        lock (_gate)
        {
            if (_loading is { IsCompleted: false } inProgress)
            {
                return inProgress;
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
        using var timeout = new CancellationTokenSource(LoadTimeout);
        if (await source.LoadAsync(timeout.Token) is not { } answer)
        {
            lock (_gate)
            {
                _notBefore = clock.GetUtcNow() + PauseAfterFailure;
            }

            _isUnavailable = true;
            return;
        }

        _isUnavailable = false;
        var age = answer.MaxAge ?? DefaultAge;
        var atLeast = age < MinAge ? MinAge : age;
        _cached = new CachedKeys(answer.Keys, clock.GetUtcNow() + (atLeast > maxAge ? maxAge : atLeast));
    }

    private sealed record CachedKeys(IReadOnlyList<JsonWebKey> Keys, DateTimeOffset FreshUntil);
}
