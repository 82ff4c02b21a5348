using System.Text;
using CdsHooks.Fhir.Terminology;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>
/// Counts codes that the rules do not know, for those who maintain them: code and system, and nothing else of the chart. Codes of systems
/// that are neither public, nor used by the rules, nor configured are counted without being kept: a local system may hold numbers of
/// patients. So is text without the form of a code.
/// </summary>
internal sealed class CodeCounts(IOptions<TelemetryOptions> options)
{
    private const int Kept = 512;
    private const int MostSystems = 1000;
    private const int LongestSystem = 200;
    private const int LongestCode = 32;

    private static readonly int Uses = Enum.GetValues<CodeUse>().Length;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string?> _systems = new(StringComparer.Ordinal);
    private readonly TopCodes[] _codes = [.. Enumerable.Range(0, Uses).Select(_ => new TopCodes(Kept))];
    private readonly long[] _unlisted = new long[Uses];

    private bool IsOff => options.Value.ListedCodes is 0;

    /// <summary>Counts one coding. Does not allocate for a code that is kept already.</summary>
    /// <param name="use">The use of the code.</param>
    /// <param name="system">The system, UTF-8, in any spelling.</param>
    /// <param name="code">The code, UTF-8.</param>
    /// <param name="isUsedByRules">True when a value set of the rules uses the system.</param>
    public void Count(CodeUse use, ReadOnlySpan<byte> system, ReadOnlySpan<byte> code, bool isUsedByRules)
    {
        if (code.IsEmpty || IsOff)
        {
            return;
        }

        if (system.Length > LongestSystem || code.Length > LongestCode || !Ascii.IsValid(system) || !Ascii.IsValid(code)
            || SystemOf(system, isUsedByRules) is not { Length: <= LongestSystem } canonical)
        {
            Interlocked.Increment(ref _unlisted[(int)use]);
            return;
        }

        Span<char> text = stackalloc char[LongestSystem + 1 + LongestCode];
        canonical.CopyTo(text);
        text[canonical.Length] = '|';
        var length = canonical.Length + 1 + Encoding.ASCII.GetChars(code, text[(canonical.Length + 1)..]);
        text = text[..length];
        if (_codes[(int)use].TryCount(text))
        {
            return;
        }

        if (CodeSyntax.IsPlausible(canonical, text[(canonical.Length + 1)..].ToString()))
        {
            _codes[(int)use].Count(text.ToString());
        }
        else
        {
            Interlocked.Increment(ref _unlisted[(int)use]);
        }
    }

    /// <summary>Lists the most frequent codes that were seen often enough.</summary>
    public IEnumerable<CodeCount> List() =>
        from use in Enum.GetValues<CodeUse>()
        from entry in _codes[(int)use].List(options.Value.ListedCodes, options.Value.LeastCodeCount)
        let bar = entry.Text.LastIndexOf('|')
        select new CodeCount(use, entry.Text[..bar], entry.Text[(bar + 1)..], entry.Count);

    /// <summary>Gets the number of codings that were counted without being kept.</summary>
    public long Unlisted(CodeUse use) => Interlocked.Read(ref _unlisted[(int)use]);

    /// <summary>Finds the canonical URI of a system whose codes may be listed; null for any other.</summary>
    private string? SystemOf(ReadOnlySpan<byte> system, bool isUsedByRules)
    {
        Span<char> spelling = stackalloc char[LongestSystem];
        spelling = spelling[..Encoding.ASCII.GetChars(system, spelling)];
        lock (_lock)
        {
            if (_systems.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(spelling, out var known))
            {
                return known;
            }

            var canonical = CodeSystems.Canonical(spelling.ToString());
            var mayBeListed = isUsedByRules || CodeSystems.IsPublic(canonical) || options.Value.CodeSystems.Contains(canonical, StringComparer.Ordinal);
            if (mayBeListed && _systems.Count < MostSystems)
            {
                _systems.Add(spelling.ToString(), canonical);
            }

            return mayBeListed ? canonical : null;
        }
    }
}

/// <summary>The use of a code that the rules do not know.</summary>
internal enum CodeUse
{
    /// <summary>The code of a draft order in a call whose orders no plan covers.</summary>
    Order,

    /// <summary>The code of a drug, in an assessed call, that no value set contains.</summary>
    Drug,

    /// <summary>The code of a condition, in an assessed call, of a system that no value set uses.</summary>
    Diagnosis,
}

/// <summary>A code that the rules do not know.</summary>
/// <param name="Use">The use.</param>
/// <param name="System">The canonical URI of its system.</param>
/// <param name="Code">The code.</param>
/// <param name="Count">The number of times that it was certainly seen since the start of the process.</param>
internal readonly record struct CodeCount(CodeUse Use, string System, string Code, long Count);
