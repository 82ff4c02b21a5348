using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Hosting;

/// <summary>The public address of this service, and its end.</summary>
internal sealed class HostingOptions
{
    public const string Section = "Hosting";

    /// <summary>Gets or sets the address at which clients and readers of cards reach this service, e.g. <c>https://cds.hospital.example</c>.</summary>
    /// <value>The default is null: the source of a card has no address. In Development <c>http://localhost:5080</c>.</value>
    public string? PublicUrl { get; set; }

    /// <summary>Gets or sets the time between the report that this replica is stopping and its last call, in seconds: whatever sends it calls must notice meanwhile.</summary>
    /// <value>The default is 5; in Development 0. From 0 to 300.</value>
    [Range(0, 300)]
    public int DrainSeconds { get; set; } = 5;
}

[OptionsValidator]
internal sealed partial class HostingOptionsValidator : IValidateOptions<HostingOptions>;
