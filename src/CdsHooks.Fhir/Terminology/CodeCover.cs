using System.Runtime.InteropServices;

namespace CdsHooks.Fhir.Terminology;

/// <summary>
/// The content of a value set: codes, beginnings of codes, and what is left out of those. Of several that fit a code, the longest
/// beginning decides, and the code itself before any beginning.
/// </summary>
internal sealed class CodeCover
{
    internal Dictionary<CodeKey, CodeMember> Codes { get; } = [];

    internal HashSet<CodeKey> Prefixes { get; } = [];

    internal HashSet<CodeKey> LeftOutCodes { get; } = [];

    internal HashSet<CodeKey> LeftOutPrefixes { get; } = [];

    internal bool IsEmpty => Codes.Count + Prefixes.Count == 0;

    internal bool HasGaps => LeftOutCodes.Count + LeftOutPrefixes.Count > 0;

    internal bool Contains(CodeKey code) =>
        Codes.ContainsKey(code) || (!LeftOutCodes.Contains(code) && ContainsPrefix(code));

    /// <summary>Whether codes that begin so are members, gaps further on aside.</summary>
    internal bool ContainsPrefix(CodeKey prefix)
    {
        if (Prefixes.Count == 0)
        {
            return false;
        }

        for (var length = prefix.Code.Length; length > 0; length--)
        {
            var beginning = prefix with { Code = prefix.Code[..length] };
            if (Prefixes.Contains(beginning))
            {
                return true;
            }

            if (LeftOutPrefixes.Contains(beginning))
            {
                return false;
            }
        }

        return false;
    }

    internal void Add(CodeCover other)
    {
        var newCodeGaps = other.LeftOutCodes.Where(gap => !Contains(gap)).ToList();
        var newPrefixGaps = other.LeftOutPrefixes.Where(gap => !ContainsPrefix(gap)).ToList();
        LeftOutCodes.RemoveWhere(other.Contains);
        LeftOutPrefixes.RemoveWhere(other.ContainsPrefix);
        LeftOutCodes.UnionWith(newCodeGaps);
        LeftOutPrefixes.UnionWith(newPrefixGaps);
        Prefixes.UnionWith(other.Prefixes);
        Codes.EnsureCapacity(Math.Max(Codes.Count, other.Codes.Count));
        foreach (var (code, member) in other.Codes)
        {
            AddCode(code, member);
        }
    }

    /// <summary>Adds a code; what an earlier mention said of it stays.</summary>
    internal void AddCode(CodeKey code, CodeMember member)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(Codes, code, out _);
        known = new CodeMember(known.Display ?? member.Display, known.Ordinal ?? member.Ordinal, known.OtherNames ?? member.OtherNames);
    }

    /// <summary>Takes out what another cover without gaps holds.</summary>
    internal void Remove(CodeCover other)
    {
        foreach (var code in Codes.Keys.Where(other.Contains).ToList())
        {
            Codes.Remove(code);
        }

        Prefixes.RemoveWhere(other.ContainsPrefix);
        LeftOutCodes.UnionWith(other.Codes.Keys.Where(ContainsPrefix));
        LeftOutPrefixes.UnionWith(other.Prefixes.Where(ContainsPrefix));
    }
}
