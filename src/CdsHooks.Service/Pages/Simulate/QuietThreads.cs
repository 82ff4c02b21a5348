using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>Runs tasks on a few threads of their own, behind every other thread of the machine, so that orders being signed do not wait for a simulation.</summary>
internal sealed partial class QuietThreads : TaskScheduler
{
    // Of Linux, from 0 to 19: a tenth of the share of a usual thread, so that a run goes on where something else always works.
    // .NET does not pass a thread's priority on to it.
    private const int Niceness = 10;

    [ThreadStatic]
    private static QuietThreads? _current;

    private readonly Queue<Task> _tasks = [];
    private bool _isEnded;

    /// <summary>Initializes a new instance of the <see cref="QuietThreads"/> class, on half of the processors, at least one.</summary>
    public QuietThreads()
    {
        for (var number = 0; number < Count; number++)
        {
            new Thread(Work) { IsBackground = true, Name = "simulation", Priority = ThreadPriority.Lowest }.Start();
        }
    }

    /// <summary>Gets the number of threads.</summary>
    public static int Count { get; } = Math.Max(1, Environment.ProcessorCount / 2);

    public override int MaximumConcurrencyLevel => Count;

    /// <summary>Ends the threads when the tasks that wait are done.</summary>
    public void End()
    {
        lock (_tasks)
        {
            _isEnded = true;
            Monitor.PulseAll(_tasks);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_tasks)
        {
            _tasks.Enqueue(task);
            Monitor.Pulse(_tasks);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => ReferenceEquals(_current, this) && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks)
        {
            return [.. _tasks];
        }
    }

    private void Work()
    {
        _current = this;
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(0, 0, Niceness);
        }

        while (WaitForNext(out var task))
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>Waits for a task.</summary>
    /// <returns>False after the end.</returns>
    private bool WaitForNext([NotNullWhen(true)] out Task? task)
    {
        lock (_tasks)
        {
            while (_tasks.Count is 0 && !_isEnded)
            {
                Monitor.Wait(_tasks);
            }

            return _tasks.TryDequeue(out task);
        }
    }

    // Linux: of the calling thread alone, when which and who are 0.
    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int priority);
}
