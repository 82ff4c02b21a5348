using System.ComponentModel.DataAnnotations;

namespace CdsHooks.Service.SourcePage;

/// <summary>The page that cards name as their source.</summary>
internal sealed class SourcePageOptions
{
    public const string Section = "SourcePage";

    /// <summary>Gets or sets the address under which the people who read the cards reach this service, e.g. <c>https://cds.hospital.example</c>.</summary>
    /// <value>The default is null: cards name their source without an address. In Development <c>http://localhost:5080</c>.</value>
    [Url]
    public string? PublicUrl { get; set; }
}
