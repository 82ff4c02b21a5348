using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace CdsHooks.Cli.Pack;

/// <summary>Runs work on several threads; what fails is thrown as it is.</summary>
internal static class Parallels
{
    /// <summary>Handles items one by one as they come, each worker on one thread at a time.</summary>
    public static void ForEach<T, TWorker>(IEnumerable<T> items, int threads, Func<TWorker> take, Action<TWorker, T> handle, Action<TWorker> giveBack)
    {
        try
        {
            Parallel.ForEach(
                Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                take,
                (item, _, worker) =>
                {
                    handle(worker, item);
                    return worker;
                },
                giveBack);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
