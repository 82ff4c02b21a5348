using System.Globalization;
using CdsHooks.Cli.Output;
using CdsHooks.Simulation.Runs;

namespace CdsHooks.Cli.Simulate;

/// <summary>Shows the progress of a run with the time that is left: on one line of a terminal, or as a line now and then. Thread-safe.</summary>
/// <param name="environment">The environment of the command.</param>
/// <param name="patients">The number of all patients.</param>
internal sealed class ProgressLine(CommandEnvironment environment, long patients)
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly long _start = environment.Clock.GetTimestamp();
    private readonly bool _isTerminal = environment.Screen.IsTerminal;
    private TimeSpan _shown;
    private bool _hasLine;

    /// <summary>Shows the progress, if the last time was long enough ago.</summary>
    public void Report(SimulationProgress progress)
    {
        lock (_lock)
        {
            var elapsed = environment.Clock.GetElapsedTime(_start);
            if (elapsed - _shown < (_isTerminal ? OnTerminal : Elsewhere))
            {
                return;
            }

            _shown = elapsed;
            var done = progress.Earlier + progress.Judged;
            var left = progress.Left(elapsed) is { } time ? $", {time:hh\\:mm\\:ss} left" : string.Empty;
            var text = string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {patients:N0} patients ({100.0 * done / Math.Max(1, patients):0} %){left}");
            environment.Screen.Error.Write(_isTerminal ? $"\r{text}   " : text + environment.Screen.Error.NewLine);
            _hasLine = true;
        }
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        if (_isTerminal && _hasLine)
        {
            environment.Screen.Error.WriteLine();
        }
    }
}
