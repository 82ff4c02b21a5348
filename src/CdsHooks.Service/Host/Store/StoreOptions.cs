using System.ComponentModel.DataAnnotations;

namespace CdsHooks.Service.Host.Store;

/// <summary>Where decisions, feedback and the tokens that have been used are kept.</summary>
internal sealed class StoreOptions
{
    public const string Section = "Store";

    /// <summary>Gets or sets the connection string: <c>Data Source=</c> and a file for SQLite, <c>Host=</c> and so on for PostgreSQL.</summary>
    /// <value>The default is the SQLite file <c>data/cdshooks.db</c>. A relative path is below the content root; the folder is created.</value>
    [Required]
    public string ConnectionString { get; set; } = "Data Source=data/cdshooks.db";

    /// <summary>Gets or sets which database it is.</summary>
    /// <value>The default is null: told from the connection string.</value>
    public StoreProvider? Provider { get; set; }

    /// <summary>Gets or sets how long a call waits to hear whether its token was used before, in milliseconds.</summary>
    /// <value>The default is 250. From 10 to 5000.</value>
    [Range(10, 5000)]
    public int TokenUseMilliseconds { get; set; } = 250;

    /// <summary>Gets or sets how long everything else waits for the store, in milliseconds.</summary>
    /// <value>The default is 5000. From 100 to 60000.</value>
    [Range(100, 60_000)]
    public int CommandMilliseconds { get; set; } = 5000;

    /// <summary>Gets or sets after how long a store that is away is tried again, in milliseconds.</summary>
    /// <value>The default is 2000. From 50 to 300000.</value>
    [Range(50, 300_000)]
    public int RetryMilliseconds { get; set; } = 2000;
}
