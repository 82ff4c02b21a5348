namespace CdsHooks.Service.Gate.Limits;

/// <summary>Gives memory back to the operating system after calls took much of it and are over: without calls, no garbage is collected.</summary>
internal sealed class MemoryReturn(CallPlaces places, TimeProvider clock) : BackgroundService
{
    // Far above what the calls of a hospital take at a time.
    private const long Much = 64L * 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        var isDue = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            isDue |= places.TakePeak() >= Much;
            if (isDue && places.Counts.Bytes < Much / 8)
            {
                isDue = false;
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
    }
}
