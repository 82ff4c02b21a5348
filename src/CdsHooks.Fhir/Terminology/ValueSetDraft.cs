using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>A value set as read, before its imports are resolved.</summary>
internal sealed class ValueSetDraft(KnowledgeFile source, string canonical)
{
    internal KnowledgeFile Source => source;

    internal string Canonical => canonical;

    /// <summary>Gets a value that indicates whether it can be empty, to be filled by the site.</summary>
    internal bool MayBeEmpty { get; init; }

    internal List<Part> Includes { get; } = [];

    internal List<Part> Excludes { get; } = [];

    /// <summary>Gets the value sets that this one's codes are added to.</summary>
    internal List<Import> Extends { get; } = [];

    /// <summary>Gets the value sets that this one's codes are taken from. A set with any is no set for rules to name.</summary>
    internal List<Import> Reduces { get; } = [];

    /// <summary>One include or exclude: its own codes and the value sets it imports.</summary>
    internal sealed record Part(CodeCover Listed, List<Import> Imports);

    /// <summary>A reference to another value set.</summary>
    internal sealed record Import(string Canonical, Base Element);
}
