using CdsHooks.Service.Gate.Clients;

namespace CdsHooks.Service.Pages.Connect;

/// <summary>A kind of EHR that the page explains.</summary>
/// <param name="Key">The key in the page's address.</param>
/// <param name="Name">The name for people.</param>
/// <param name="Profile">The profile of its clients.</param>
/// <param name="IsTyped">True where prefetch is typed in, so that plain lines are of more use than JSON.</param>
internal sealed record Ehr(string Key, string Name, string Profile, bool IsTyped = false)
{
    public static IReadOnlyList<Ehr> All { get; } =
    [
        new("sandbox", "Public sandbox", "sandbox"),
        new("epic", "Epic", "epic", IsTyped: true),
        new("oracle", "Oracle Health", "oracle"),
        new("other", "Any other", "default"),
    ];

    /// <summary>Gets the behaviour that its clients need.</summary>
    public ClientProfile Behaviour => ClientProfile.Find(Profile)!;

    /// <summary>Finds a kind of EHR; the first for an unknown key.</summary>
    public static Ehr Find(string? key) => All.FirstOrDefault(ehr => string.Equals(ehr.Key, key, StringComparison.Ordinal)) ?? All[0];
}
