using System.Globalization;
using CdsHooks.Cli.Output;

namespace CdsHooks.Cli.Pack;

/// <summary>Shows how far packing is.</summary>
internal sealed class PackProgress(ProgressLine line)
{
    private string _stage = string.Empty;
    private long _total;
    private long _before;
    private long _inFile;

    /// <summary>Begins a part of the work.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="total">Its size in bytes; 0 for unknown.</param>
    public void Begin(string stage, long total = 0)
    {
        (_stage, _total, _before, _inFile) = (stage, total, 0, 0);
        line.Show(stage);
    }

    /// <summary>Notes the bytes read of the current file; fewer than before mean that another file began.</summary>
    public void Advance(long inFile)
    {
        _before += inFile < _inFile ? _inFile : 0;
        _inFile = inFile;
        line.Show(string.Create(CultureInfo.InvariantCulture, $"{_stage}, {100 * (_before + _inFile) / Math.Max(_total, 1)} %"));
    }
}
