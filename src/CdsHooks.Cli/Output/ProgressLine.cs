namespace CdsHooks.Cli.Output;

/// <summary>One line on the terminal that is written over again and again; nothing where the errors go to a file or a pipe.</summary>
internal sealed class ProgressLine(CommandEnvironment environment) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private long _shownAt;
    private int _width;

    /// <summary>Shows a text, a few times a second at most.</summary>
    public void Show(string text)
    {
        if (!environment.Screen.HasProgress || (_shownAt != 0 && environment.Clock.GetElapsedTime(_shownAt) < Pause))
        {
            return;
        }

        _shownAt = environment.Clock.GetTimestamp();
        environment.Screen.Error.Write('\r' + text.PadRight(_width));
        _width = text.Length;
    }

    /// <summary>Removes the line.</summary>
    public void Dispose()
    {
        if (_width > 0)
        {
            environment.Screen.Error.Write('\r' + new string(' ', _width) + '\r');
            _width = 0;
        }
    }
}
