using System.Globalization;
using System.Text;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Shards;

/// <summary>Reads a shard patient by patient. It needs as much memory as the largest patient, whatever the size of the shard.</summary>
internal sealed class ShardReader
{
    private const int FirstSize = 1 << 18;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Stream _stream;
    private readonly string _shown;
    private readonly (int Number, int Of) _place;
    private readonly List<(int Start, int Length)> _parts = [];
    private readonly List<ReadOnlyMemory<byte>> _resources = [];
    private byte[] _buffer = new byte[FirstSize];
    private byte[] _previous = [];
    private int _filled;
    private int _chart;
    private (int Start, int End) _line;
    private int _next;
    private bool _hasLine;
    private long _lines;
    private long _patients;

    /// <summary>Initializes a new instance of the <see cref="ShardReader"/> class.</summary>
    /// <param name="stream">The lines; it stays open.</param>
    /// <param name="shown">The file's name in messages.</param>
    /// <param name="number">The number of the shard.</param>
    /// <param name="shards">The number of all shards.</param>
    public ShardReader(Stream stream, string shown, int number, int shards)
    {
        _stream = stream;
        _shown = shown;
        _place = (number, shards);
    }

    /// <summary>Gets the number of patients read so far.</summary>
    public long Patients => _patients;

    /// <summary>Gets the number of lines read so far.</summary>
    public long Lines => _lines;

    /// <summary>Reads the next patient.</summary>
    /// <returns>A chart that is valid until the next call; null at the end.</returns>
    /// <exception cref="InvalidInputException">A line is not one of a shard, or of this one.</exception>
    public PatientChart? Next()
    {
        if (!_hasLine && !MoveToNextLine())
        {
            return null;
        }

        _chart = _line.Start;
        var idLength = _buffer.AsSpan(_line.Start, _line.End - _line.Start).IndexOf((byte)'\t');
        var id = BeginPatient(idLength);
        _parts.Clear();
        do
        {
            var start = _line.Start + idLength + 1;
            if (start == _line.End)
            {
                throw Issue("has no resource");
            }

            // The buffer may move while the patient is read: places are counted from where the patient begins.
            _parts.Add((start - _chart, _line.End - start));
        }
        while (MoveToNextLine() && IsSamePatient(idLength));

        _resources.Clear();
        foreach (var (start, length) in _parts)
        {
            _resources.Add(_buffer.AsMemory(_chart + start, length));
        }

        return new PatientChart(id, _resources);
    }

    private string BeginPatient(int idLength)
    {
        if (idLength <= 0)
        {
            throw Issue(idLength < 0 ? "has no tab after the patient's id" : "has no patient's id");
        }

        var id = _buffer.AsSpan(_line.Start, idLength);
        if (_patients > 0 && id.SequenceCompareTo(_previous) <= 0)
        {
            throw Issue("is out of order: patients have to be sorted by the bytes of their ids, and the lines of each have to be together");
        }

        if (ShardNumber.Of(id, _place.Of) != _place.Number)
        {
            throw Issue("is about a patient of another shard");
        }

        _patients++;
        _previous = id.ToArray();
        try
        {
            return StrictUtf8.GetString(id);
        }
        catch (DecoderFallbackException)
        {
            throw Issue("has a patient's id that is not UTF-8");
        }
    }

    private bool IsSamePatient(int idLength)
    {
        var line = _buffer.AsSpan(_line.Start, _line.End - _line.Start);
        return line.Length > idLength && line[idLength] is (byte)'\t' && line[..idLength].SequenceEqual(_buffer.AsSpan(_chart, idLength));
    }

    private bool MoveToNextLine()
    {
        var searched = _next;
        while (true)
        {
            var found = _buffer.AsSpan(searched, _filled - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                _line = (_next, searched + found);
                _next = _line.End + 1;
                _lines++;
                return _hasLine = true;
            }

            MakeRoom();
            searched = _filled;
            if (!Fill())
            {
                return _next < _filled
                    ? throw new InvalidInputException($"{Place(_lines + 1)} is cut: it does not end with a line break.")
                    : _hasLine = false;
            }
        }
    }

    // Moves the current patient to the beginning of the buffer, which grows when it is nearly full of one patient.
    private void MakeRoom()
    {
        var kept = _filled - _chart;
        var target = kept > _buffer.Length / 4 * 3 ? Grown() : _buffer;
        _buffer.AsSpan(_chart, kept).CopyTo(target);
        _buffer = target;
        _next -= _chart;
        _chart = 0;
        _filled = kept;
    }

    private byte[] Grown() => _buffer.Length < Array.MaxLength
        ? new byte[(int)Math.Min(2L * _buffer.Length, Array.MaxLength)]
        : throw new InvalidInputException($"{Place(_lines + 1)} is about a patient with more than 2 GB.");

    private bool Fill()
    {
        try
        {
            var read = _stream.Read(_buffer, _filled, _buffer.Length - _filled);
            _filled += read;
            return read > 0;
        }
        catch (InvalidDataException)
        {
            throw new InvalidInputException($"{Place(_lines + 1)} cannot be read: the compressed file is damaged.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw PackAccess.Issue(Place(_lines + 1), exception);
        }
    }

    private InvalidInputException Issue(string issue) => new($"{Place(_lines)} {issue}.");

    private string Place(long line) => string.Create(CultureInfo.InvariantCulture, $"{_shown} line {line}");
}
