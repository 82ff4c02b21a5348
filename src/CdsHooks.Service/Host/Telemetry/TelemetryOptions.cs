using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>Metrics, traces and logs for the operator.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>The standard variable that names the collector. The OpenTelemetry SDK reads it and those that go with it.</summary>
    public const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Gets or sets the port that serves <c>/metrics</c> and health, and nothing else, for a network that callers of the service cannot reach.</summary>
    /// <value>The default is null: <c>/metrics</c> is at the service's own address in Development, and nowhere else. From 1 to 65535.</value>
    [Range(1, 65_535)]
    public int? MetricsPort { get; set; }

    /// <summary>Gets or sets the address of an OpenTelemetry collector that receives traces, metrics and logs, e.g. <c>http://collector:4317</c>.</summary>
    /// <value>The default is null: the environment variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. With neither, nothing is sent. The other standard variables apply, such as <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> and <c>OTEL_TRACES_SAMPLER</c>.</value>
    public string? OtlpEndpoint { get; set; }

    /// <summary>Gets or sets the number of unmatched order codes, of unread drug codes and of unread diagnosis codes that are listed each, the most frequent ones.</summary>
    /// <value>The default is 50. From 0 to 500; 0 lists none.</value>
    [Range(0, 500)]
    public int ListedCodes { get; set; } = 50;

    /// <summary>Gets or sets the number of times that a code must have been seen before it is listed: a rare code could point to one patient.</summary>
    /// <value>The default is 5. From 1 to 1000.</value>
    [Range(1, 1000)]
    public int LeastCodeCount { get; set; } = 5;

    /// <summary>Gets or sets further code systems whose codes may be listed, such as a hospital's own list of orders.</summary>
    /// <value>The default is empty: only public code systems and those that the rules' value sets use. A local system could hold numbers of patients.</value>
    [Required]
    public List<string> CodeSystems { get; set; } = [];
}

[OptionsValidator]
internal sealed partial class TelemetryOptionsAttributesValidator : IValidateOptions<TelemetryOptions>;

/// <summary>Checks the address of the collector.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        options.OtlpEndpoint is null || (Uri.TryCreate(options.OtlpEndpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length is 0)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{TelemetryOptions.Section}:{nameof(TelemetryOptions.OtlpEndpoint)} must be an http or https address without user, such as http://collector:4317.");
}
