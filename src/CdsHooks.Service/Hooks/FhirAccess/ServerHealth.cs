namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>
/// Pauses requests to a FHIR server that fails the calls of several patients. A call counts once, and a patient counts once, so that one
/// chart that the server cannot read does not cut off everyone else.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class ServerHealth(TimeProvider clock)
{
    private const int LeastPatients = 3;
    private const int MostPatients = 256;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();

    // By the hash of the patient's id: the id itself is not kept.
    private readonly Dictionary<int, (bool HasFailed, DateTimeOffset At)> _calls = [];
    private DateTimeOffset? _pausedAt;

    /// <summary>Gets a value indicating whether requests are paused.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_lock)
            {
                return _pausedAt is not null;
            }
        }
    }

    /// <summary>Determines whether a call may send requests. After each pause, one call may try.</summary>
    public bool MaySend()
    {
        lock (_lock)
        {
            if (_pausedAt is not { } since)
            {
                return true;
            }

            if (clock.GetUtcNow() - since < Pause)
            {
                return false;
            }

            _pausedAt = clock.GetUtcNow();
            return true;
        }
    }

    /// <summary>Takes note of a call that has sent requests.</summary>
    /// <param name="patientId">The id of the patient.</param>
    /// <param name="hasFailed">True when none of its requests was answered and at least one of them failed for a reason that may pass.</param>
    public void Report(string patientId, bool hasFailed)
    {
        lock (_lock)
        {
            if (!hasFailed && _pausedAt is not null)
            {
                _pausedAt = null;
                _calls.Clear();
            }

            Forget();
            _calls[StringComparer.Ordinal.GetHashCode(patientId)] = (hasFailed, clock.GetUtcNow());
            var failed = _calls.Values.Count(call => call.HasFailed);
            if (failed >= LeastPatients && 2 * failed >= _calls.Count)
            {
                _pausedAt = clock.GetUtcNow();
                _calls.Clear();
            }
        }
    }

    private void Forget()
    {
        if (_calls.Count >= MostPatients)
        {
            _calls.Clear();
        }

        foreach (var (patient, call) in _calls)
        {
            if (clock.GetUtcNow() - call.At > Window)
            {
                _calls.Remove(patient);
            }
        }
    }
}
