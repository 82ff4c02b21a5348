using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Store;

/// <summary>The store of decisions, feedback and used tokens.</summary>
internal sealed class StoreOptions
{
    public const string Section = "Store";

    /// <summary>Gets or sets the connection string: <c>Data Source=</c> and a file for SQLite, <c>Host=</c> and so on for PostgreSQL.</summary>
    /// <value>The default is the SQLite file <c>data/cdshooks.db</c>, with <c>data/cdshooks.tokens.db</c> beside it for used tokens. A relative path is below the content root; the folder is created.</value>
    [Required]
    public string ConnectionString { get; set; } = "Data Source=data/cdshooks.db";

    /// <summary>Gets or sets the kind of database.</summary>
    /// <value>The default is null: determined by the connection string.</value>
    public StoreProvider? Provider { get; set; }

    /// <summary>Gets or sets the time for which a call waits for the check of its token against used ones, in milliseconds.</summary>
    /// <value>The default is 250. From 10 to 5000.</value>
    [Range(10, 5000)]
    public int TokenUseMilliseconds { get; set; } = 250;

    /// <summary>Gets or sets the time for which every other operation waits for the store, in milliseconds.</summary>
    /// <value>The default is 5000. From 100 to 60000.</value>
    [Range(100, 60_000)]
    public int CommandMilliseconds { get; set; } = 5000;

    /// <summary>Gets or sets the interval between retries of a store that is unavailable, in milliseconds.</summary>
    /// <value>The default is 2000. From 50 to 300000.</value>
    [Range(50, 300_000)]
    public int RetryMilliseconds { get; set; } = 2000;
}

/// <summary>The kinds of database for the store.</summary>
internal enum StoreProvider
{
    /// <summary>A SQLite file, for one machine.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database, for several replicas.</summary>
    PostgreSql,
}

[OptionsValidator]
internal sealed partial class StoreOptionsAttributesValidator : IValidateOptions<StoreOptions>;

/// <summary>Validates the rules that attributes cannot express.</summary>
internal sealed class StoreOptionsValidator : IValidateOptions<StoreOptions>
{
    public ValidateOptionsResult Validate(string? name, StoreOptions options) =>
        !string.IsNullOrEmpty(options.ConnectionString) && StoreAddress.IssueOf(options) is { } issue
            ? ValidateOptionsResult.Fail(issue)
            : ValidateOptionsResult.Success;
}
