using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Limits;

/// <summary>Limits on the size, rate and speed of requests. The defaults are far above the load of a large hospital.</summary>
internal sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Gets or sets the sustained number of calls per second that one client may send; without authentication, one address.</summary>
    /// <value>The default is 200. From 1 to 1000000.</value>
    [Range(1, 1_000_000)]
    public int CallsPerSecond { get; set; } = 200;

    /// <summary>Gets or sets the number of calls that one client may send at once after a pause.</summary>
    /// <value>The default is 1000. From 20 to 1000000.</value>
    [Range(20, 1_000_000)]
    public int CallBurst { get; set; } = 1000;

    /// <summary>Gets or sets the number of calls that are processed at a time. A client may take as many as are left free: alone half of them, beside another one a third.</summary>
    /// <value>The default is 512. From 1 to 10000.</value>
    [Range(1, 10_000)]
    public int ConcurrentCalls { get; set; } = 512;

    /// <summary>Gets or sets the number of further calls that wait in the queue, shared out among the clients alike.</summary>
    /// <value>The default is 1024. From 0 to 100000.</value>
    [Range(0, 100_000)]
    public int QueuedCalls { get; set; } = 1024;

    /// <summary>
    /// Gets or sets the memory for all calls in progress, shared out among the clients alike, in MiB: a call counts with its body, and
    /// sixteen times as much while it is assessed. A call beyond it is not read, or not assessed.
    /// </summary>
    /// <value>The default is 512. From 1 to 65536; less than 17 times <c>ServiceCall:MaxBodyBytes</c> means that no call of that size is ever assessed.</value>
    [Range(1, 65_536)]
    public int BodyMegabytes { get; set; } = 512;

    /// <summary>Gets or sets the time that one call may take from its headers to the end of its response, queueing included, in seconds.</summary>
    /// <value>The default is 60. From 1 to 600; a value below a client's deadline aborts calls that would have been answered.</value>
    [Range(1, 600)]
    public int CallSeconds { get; set; } = 60;

    /// <summary>Gets or sets the slowest rate at which a body may arrive after the first five seconds, in bytes per second.</summary>
    /// <value>The default is 1000. From 100 to 1000000.</value>
    [Range(100, 1_000_000)]
    public int MinBodyBytesPerSecond { get; set; } = 1000;

    /// <summary>Gets or sets the time that the headers of a request may take to arrive, in seconds.</summary>
    /// <value>The default is 10. From 1 to 120.</value>
    [Range(1, 120)]
    public int HeaderSeconds { get; set; } = 10;

    /// <summary>Gets or sets the longest request line, in bytes.</summary>
    /// <value>The default is 8192. From 1024 to 65536.</value>
    [Range(1024, 65_536)]
    public int MaxRequestLineBytes { get; set; } = 8192;

    /// <summary>Gets or sets the largest total size of the headers of a request, in bytes.</summary>
    /// <value>The default is 32768. From 4096 to 262144.</value>
    [Range(4096, 262_144)]
    public int MaxHeaderBytes { get; set; } = 32_768;

    /// <summary>Gets or sets the largest number of headers of a request.</summary>
    /// <value>The default is 100. From 20 to 1000.</value>
    [Range(20, 1000)]
    public int MaxHeaders { get; set; } = 100;

    /// <summary>Gets or sets the largest number of open connections, shared out among the addresses alike; further ones are closed without a response.</summary>
    /// <value>The default is 5000. From 10 to 1000000.</value>
    [Range(10, 1_000_000)]
    public int MaxConnections { get; set; } = 5000;
}

[OptionsValidator]
internal sealed partial class LimitsOptionsValidator : IValidateOptions<LimitsOptions>;
