using System.Globalization;
using CdsHooks.Cli.Output;

namespace CdsHooks.Cli.Pack;

/// <summary>Shows how far packing is, on one line of a terminal; elsewhere nothing.</summary>
internal sealed class PackProgress(CommandEnvironment environment)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private string _stage = string.Empty;
    private long _total;
    private long _before;
    private long _inFile;
    private long _shownAt;
    private int _width;

    /// <summary>Begins a part of the work.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="total">Its size in bytes; 0 for unknown.</param>
    public void Begin(string stage, long total = 0)
    {
        (_stage, _total, _before, _inFile) = (stage, total, 0, 0);
        Show(stage);
    }

    /// <summary>Notes the bytes read of the current file; fewer than before mean that another file began.</summary>
    public void Advance(long inFile)
    {
        _before += inFile < _inFile ? _inFile : 0;
        _inFile = inFile;
        if (environment.Clock.GetElapsedTime(_shownAt) >= Pause)
        {
            Show(string.Create(CultureInfo.InvariantCulture, $"{_stage}, {100 * (_before + _inFile) / Math.Max(_total, 1)} %"));
        }
    }

    /// <summary>Removes the line.</summary>
    public void End() => Show(string.Empty);

    private void Show(string text)
    {
        if (environment.Screen.IsTerminal)
        {
            _shownAt = environment.Clock.GetTimestamp();
            environment.Screen.Error.Write($"\r{text.PadRight(_width)}\r");
            _width = text.Length;
        }
    }
}
