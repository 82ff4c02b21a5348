using CdsHooks.Decision.Cards;

namespace CdsHooks.Service.Gate.Clients;

/// <summary>One client with its profile.</summary>
/// <param name="Name">A short name for logs.</param>
/// <param name="Profile">How it wants to be spoken to.</param>
/// <param name="Deadline">How long a call may take.</param>
/// <param name="FhirServers">Its FHIR servers.</param>
internal sealed record Client(string Name, ClientProfile Profile, TimeSpan Deadline, IReadOnlyList<FhirServerOptions> FhirServers)
{
    /// <summary>Gets the service itself, for calls about nobody that it puts to itself.</summary>
    public static Client Own { get; } = new("own", new ClientProfile { Name = "own" }, TimeSpan.FromMinutes(1), []);

    /// <summary>Gets the name of the options that say what it is like.</summary>
    public string Place { get; init; } = ClientsOptions.Section;

    /// <summary>Gets how it wants its cards.</summary>
    public CardOptions Cards { get; init; } = new();

    /// <summary>Gets a value indicating whether its answers carry the whole assessment as an extension.</summary>
    public bool IncludesAssessment { get; init; }

    /// <summary>Gets a value indicating whether it may set the day of the assessment by a header.</summary>
    public bool AllowsAsOfHeader { get; init; }
}
