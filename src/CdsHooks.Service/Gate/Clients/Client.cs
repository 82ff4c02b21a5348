using CdsHooks.Decision.Cards;

namespace CdsHooks.Service.Gate.Clients;

/// <summary>A client and its profile.</summary>
/// <param name="Name">A short name for logs.</param>
/// <param name="Profile">The behaviour that this kind of EHR needs.</param>
/// <param name="Deadline">The time that one call may take.</param>
/// <param name="FhirServers">The client's FHIR servers.</param>
internal sealed record Client(string Name, ClientProfile Profile, TimeSpan Deadline, IReadOnlyList<FhirServerOptions> FhirServers)
{
    /// <summary>Gets the client for the service's own warm-up calls, which concern no patient.</summary>
    public static Client Own { get; } = new("own", new ClientProfile { Name = "own" }, TimeSpan.FromMinutes(1), []) { IsTrial = true };

    /// <summary>Gets the configuration path of the client's options.</summary>
    public string ConfigurationPath { get; init; } = ClientsOptions.Section;

    /// <summary>Gets the form in which the client receives cards.</summary>
    public CardOptions Cards { get; init; } = new();

    /// <summary>Gets a value indicating whether responses carry the whole assessment as an extension.</summary>
    public bool IncludesAssessment { get; init; }

    /// <summary>Gets a value indicating whether nobody is treated by its calls: they count in no metric of decisions, and candidate rules do not judge them.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Gets a value indicating whether the client may set the evaluation date with a header.</summary>
    public bool AllowsAsOfHeader { get; init; }
}

/// <summary>A client that is identified by its tokens.</summary>
/// <param name="Client">The client.</param>
/// <param name="Registration">The requirements on its tokens.</param>
internal sealed record RegisteredClient(Client Client, RegisteredClientOptions Registration);
