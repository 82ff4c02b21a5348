namespace CdsHooks.Service.Hooks.Summaries;

/// <summary>The reason for which a card was dismissed, as a key of counts: <c>system|code</c>, with an empty system for a reason that names none.</summary>
internal static class GivenReason
{
    /// <summary>No reason was given.</summary>
    public const string None = "";

    /// <summary>One of so many reasons that they are not told apart.</summary>
    public const string Other = "*";

    /// <summary>Makes the key.</summary>
    public static string Of(string? system, string? code) => code is null ? None : $"{system}|{code}";

    /// <summary>Takes a key apart.</summary>
    /// <returns>System and code; the code is null for <see cref="None"/> and <see cref="Other"/>.</returns>
    public static (string? System, string? Code) Read(string key) =>
        key.LastIndexOf('|') is >= 0 and var bar ? (bar is 0 ? null : key[..bar], key[(bar + 1)..]) : (null, null);
}
