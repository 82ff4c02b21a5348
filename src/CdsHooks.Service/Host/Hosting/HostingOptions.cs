namespace CdsHooks.Service.Host.Hosting;

/// <summary>Where the world finds this service.</summary>
internal sealed class HostingOptions
{
    public const string Section = "Hosting";

    /// <summary>Gets or sets the address under which clients and readers of cards reach this service, e.g. <c>https://cds.hospital.example</c>.</summary>
    /// <value>The default is null: cards name their source without an address. In Development <c>http://localhost:5080</c>.</value>
    public string? PublicUrl { get; set; }
}
