using System.Buffers;
using System.Text.Json;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;
using CdsHooks.Service.Gate.Limits;
using CdsHooks.Service.Gate.Security;
using CdsHooks.Service.Hooks.ServiceCall;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Host.Telemetry;
using CdsHooks.Service.Knowledge.Rules;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>Receives feedback: feedback that is answered with 200 is in the store.</summary>
internal sealed partial class FeedbackReceiver(
    RuleBook book,
    CallAuthenticator authenticator,
    CallPlaces places,
    FeedbackLog feedback,
    ServiceMetrics metrics,
    IOptions<FeedbackOptions> options,
    IOptions<StoreOptions> storeOptions,
    ILogger<FeedbackReceiver> logger)
{
    /// <summary>The member of the response that lists the rejected entries.</summary>
    public const string RefusedName = "example.cdshooks.refused";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = ProtocolJson.Options.Encoder };

    /// <summary>Reads the feedback, stores it and answers 200.</summary>
    /// <exception cref="RejectedRequestException">The call is rejected; 400: no entry is valid; 503: the feedback cannot be stored now.</exception>
    /// <exception cref="HookRequestException">400: the body cannot be read.</exception>
    public async Task ReceiveAsync(HttpContext context, string serviceId)
    {
        var client = await authenticator.AuthenticateAsync(context);
        var service = book.Current.Find(serviceId)
            ?? throw new RejectedRequestException(Outcome.Of(StatusCodes.Status404NotFound, IssueType.NotFound, "There is no service with this id. GET /cds-services lists the services."));
        MediaTypes.Check(context.Request);
        using var place = await places.TakeAsync(context, client);
        var batch = await ReadAsync(context, place);
        if (batch is { Entries.Count: 0, Issues.Count: > 0 })
        {
            throw new RejectedRequestException(new Outcome(
                StatusCodes.Status400BadRequest, [.. batch.Issues.Select(issue => new OutcomeIssue(IssueType.Invalid, $"{issue.Message}.", issue.JsonPath))]));
        }

        try
        {
            var added = batch.Entries.Count > 0 ? await feedback.WriteAsync(service.Id, client.Name, batch.Entries, context.RequestAborted) : 0;
            Count(service.Id, batch);
            Log.Received(logger, service.Id, client.Name, batch.Entries.Count, added, batch.Issues.Count);
        }
        catch (StoreUnavailableException)
        {
            throw Unavailable();
        }

        await CallAnswerer.WriteAsync(context.Response, ResponseOf(batch.Issues), context.RequestAborted);
    }

    private void Count(string service, FeedbackBatch batch)
    {
        var accepted = batch.Entries.Count(entry => entry.Outcome is FeedbackOutcome.Accepted);
        metrics.CountFeedback(service, "accepted", accepted);
        metrics.CountFeedback(service, "overridden", batch.Entries.Count - accepted);
        metrics.CountFeedback(service, "rejected", batch.Issues.Count);
    }

    private async Task<FeedbackBatch> ReadAsync(HttpContext context, CallPlace place)
    {
        using var body = await RequestBody.ReadAsync(context.Request, place, options.Value.MaxBodyBytes, context.RequestAborted);
        return FeedbackReader.Read(body.Bytes, options.Value.MaxEntries);
    }

    private RejectedRequestException Unavailable() => new(
        Outcome.Of(StatusCodes.Status503ServiceUnavailable, IssueType.Transient, "The feedback cannot be stored at the moment. Send it again later.") with
        {
            RetryAfter = TimeSpan.FromMilliseconds(storeOptions.Value.RetryMilliseconds),
        });

    /// <summary>Writes the rejected entries; an empty object when every entry was accepted.</summary>
    private static ReadOnlyMemory<byte> ResponseOf(IReadOnlyList<HookRequestException> issues)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        writer.WriteStartObject();
        if (issues.Count > 0)
        {
            writer.WriteStartObject("extension"u8);
            writer.WriteStartArray(RefusedName);
            foreach (var issue in issues)
            {
                writer.WriteStartObject();
                writer.WriteString("expression"u8, issue.JsonPath);
                writer.WriteString("text"u8, $"{issue.Message}.");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenMemory;
    }

    private static partial class Log
    {
        [LoggerMessage(1900, LogLevel.Information, "{ServiceId}: feedback of {Client}: {Taken} entries accepted, {Added} of them new; {Refused} rejected")]
        public static partial void Received(ILogger logger, string serviceId, string client, int taken, int added, int refused);
    }
}
