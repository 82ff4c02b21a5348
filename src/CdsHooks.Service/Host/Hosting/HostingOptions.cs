namespace CdsHooks.Service.Host.Hosting;

/// <summary>The public address of this service.</summary>
internal sealed class HostingOptions
{
    public const string Section = "Hosting";

    /// <summary>Gets or sets the address at which clients and readers of cards reach this service, e.g. <c>https://cds.hospital.example</c>.</summary>
    /// <value>The default is null: the source of a card has no address. In Development <c>http://localhost:5080</c>.</value>
    public string? PublicUrl { get; set; }
}
