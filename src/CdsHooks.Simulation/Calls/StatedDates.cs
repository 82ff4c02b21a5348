using System.Text.Json;
using CdsHooks.Fhir;

namespace CdsHooks.Simulation.Calls;

/// <summary>Collects the dates of a resource while it is read.</summary>
internal struct StatedDates
{
    private FhirDateTime? _written;
    private int _rank;
    private StatedPeriod _performed;
    private StatedPeriod _effective;
    private StatedPeriod _period;
    private StatedPeriod _abatement;

    /// <summary>Reads a member of the resource if it is a date that counts, with the reader at its name; moves the reader to its end then.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">The name.</param>
    /// <returns>False when it is another member; the reader has not moved.</returns>
    public bool TryRead(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (RankOf(name) is > 0 and var rank)
        {
            // Of several, the first in this order is when it was written.
            if (ReadDate(ref reader) is { } date && (_written is null || rank <= _rank))
            {
                (_written, _rank) = (date, rank);
            }

            return true;
        }

        return TryRead(ref reader, name, "performed"u8, ref _performed)
            || TryRead(ref reader, name, "effective"u8, ref _effective)
            || TryRead(ref reader, name, "abatement"u8, ref _abatement)
            || (name.SequenceEqual("period"u8) && _period.ReadPeriod(ref reader));
    }

    /// <summary>Gets the dates that count.</summary>
    public readonly ResourceDates ToDates()
    {
        foreach (var about in (ReadOnlySpan<StatedPeriod>)[_performed, _effective])
        {
            if (about.Day is { } day)
            {
                return new ResourceDates(_written, day, End: null);
            }

            if (about.IsStated)
            {
                return new ResourceDates(_written, about.Start, about.End);
            }
        }

        return _period.IsStated
            ? new ResourceDates(_written, _period.Start, _period.End)
            : new ResourceDates(_written, Start: null, _abatement.Day ?? _abatement.Start);
    }

    private static int RankOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        12 when name.SequenceEqual("recordedDate"u8) => 1,
        6 when name.SequenceEqual("issued"u8) => 2,
        10 when name.SequenceEqual("authoredOn"u8) => 3,
        12 when name.SequenceEqual("dateAsserted"u8) => 4,
        8 when name.SequenceEqual("authored"u8) => 5,
        7 when name.SequenceEqual("created"u8) => 6,
        _ => 0,
    };

    private static bool TryRead(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ReadOnlySpan<byte> element, ref StatedPeriod period)
    {
        if (!name.StartsWith(element))
        {
            return false;
        }

        var type = name[element.Length..];
        if (type.SequenceEqual("DateTime"u8))
        {
            period.Day = ReadDate(ref reader);
            return true;
        }

        return type.SequenceEqual("Period"u8) && period.ReadPeriod(ref reader);
    }

    private static FhirDateTime? ReadDate(ref Utf8JsonReader reader) =>
        FhirDateTime.TryParse(ResourceFacts.ReadText(ref reader), out var date) ? date : null;

    /// <summary>An element that is a day or a period.</summary>
    private struct StatedPeriod
    {
        public FhirDateTime? Day { get; set; }

        public bool IsStated { get; private set; }

        public FhirDateTime? Start { get; private set; }

        public FhirDateTime? End { get; private set; }

        /// <summary>Reads the period after the name at which the reader is positioned.</summary>
        /// <returns>True.</returns>
        public bool ReadPeriod(ref Utf8JsonReader reader)
        {
            IsStated = true;
            reader.Read();
            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                reader.Skip();
                return true;
            }

            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("start"u8))
                {
                    Start = ReadDate(ref reader);
                }
                else if (reader.ValueTextEquals("end"u8))
                {
                    End = ReadDate(ref reader);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            return true;
        }
    }
}
