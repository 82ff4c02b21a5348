using CdsHooks.Decision.Plan;

namespace CdsHooks.Workbench.Terms;

/// <summary>A file that contributes codes to a value set.</summary>
/// <param name="Resource">The ValueSet or ConceptMap.</param>
/// <param name="Manner">The manner in which it contributes.</param>
/// <param name="Written">The codes as it writes them, by their key (<see cref="KeyOf"/>).</param>
internal sealed record CodeContribution(KnowledgeResource Resource, ContributionManner Manner, IReadOnlyDictionary<string, (string Code, string? Display)> Written)
{
    /// <summary>Gets the title; the id when it has none.</summary>
    public string Title => Resource.Text("title") ?? Resource.Id ?? Resource.File;

    /// <summary>Gets a key by which a code is recognised however it is written.</summary>
    public static string KeyOf(string system, string code) => $"{system.TrimEnd('/')}|{code.Replace(".", string.Empty, StringComparison.Ordinal)}".ToUpperInvariant();
}

/// <summary>The manner in which a file contributes codes to a value set.</summary>
internal enum ContributionManner
{
    /// <summary>It is the value set itself.</summary>
    Own,

    /// <summary>The value set includes it.</summary>
    Included,

    /// <summary>It extends the value set, or one that is included.</summary>
    Extending,

    /// <summary>It maps codes of a site to codes of the value set.</summary>
    Mapped,

    /// <summary>It takes codes from the value set.</summary>
    Reducing,
}
