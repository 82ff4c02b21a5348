using System.Buffers;
using System.Text.Json;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;
using CdsHooks.Service.Gate.Security;
using CdsHooks.Service.Hooks.ServiceCall;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Knowledge.Rules;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>Takes feedback: what is answered with 200 is in the store.</summary>
internal sealed partial class FeedbackReceiver(
    RuleBook book,
    CallGate gate,
    FeedbackLog feedback,
    IOptions<FeedbackOptions> options,
    IOptions<StoreOptions> storeOptions,
    ILogger<FeedbackReceiver> logger)
{
    /// <summary>The member of the answer that lists the entries that were not taken.</summary>
    public const string RefusedName = "example.cdshooks.refused";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = ProtocolJson.Options.Encoder };

    /// <summary>Reads the feedback, stores it and answers 200.</summary>
    /// <exception cref="RejectedRequestException">The feedback is refused; no entry can be taken: 400; or it cannot be stored now: 503.</exception>
    /// <exception cref="HookRequestException">The body cannot be read: 400.</exception>
    public async Task ReceiveAsync(HttpContext context, string serviceId)
    {
        var client = await gate.EnterAsync(context);
        var service = book.Find(serviceId)
            ?? throw new RejectedRequestException(Outcome.Of(StatusCodes.Status404NotFound, IssueType.NotFound, "There is no service of this id. GET /cds-services lists them."));
        MediaTypes.Check(context.Request);
        var batch = await ReadAsync(context);
        if (batch is { Entries.Count: 0, Issues.Count: > 0 })
        {
            throw new RejectedRequestException(new Outcome(
                StatusCodes.Status400BadRequest, [.. batch.Issues.Select(issue => new OutcomeIssue(IssueType.Invalid, $"{issue.Message}.", issue.JsonPath))]));
        }

        try
        {
            var added = batch.Entries.Count > 0 ? await feedback.WriteAsync(service.Id, client.Name, batch.Entries, context.RequestAborted) : 0;
            Log.Taken(logger, service.Id, client.Name, batch.Entries.Count, added, batch.Issues.Count);
        }
        catch (StoreAwayException)
        {
            throw Unavailable();
        }

        await WriteAsync(context.Response, batch.Issues, context.RequestAborted);
    }

    private async Task<FeedbackBatch> ReadAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes, context.RequestAborted);
        return FeedbackReader.Read(body.Bytes, options.Value.MaxEntries);
    }

    private RejectedRequestException Unavailable() => new(
        Outcome.Of(StatusCodes.Status503ServiceUnavailable, IssueType.Transient, "The feedback cannot be stored at the moment, and was not taken. Send it again later.") with
        {
            RetryAfter = TimeSpan.FromMilliseconds(storeOptions.Value.RetryMilliseconds),
        });

    private static async Task WriteAsync(HttpResponse response, IReadOnlyList<HookRequestException> issues, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        Write(body, issues);
        response.ContentType = OutcomeWriter.MediaType;
        response.ContentLength = body.WrittenCount;
        response.Headers[HeaderNames.CacheControl] = "no-store";
        await response.Body.WriteAsync(body.WrittenMemory, cancellationToken);
    }

    /// <summary>An empty object when everything was taken.</summary>
    private static void Write(ArrayBufferWriter<byte> output, IReadOnlyList<HookRequestException> issues)
    {
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
    }

    private static partial class Log
    {
        [LoggerMessage(1900, LogLevel.Information, "{ServiceId}: feedback of {Client}: {Taken} entries taken, of which {Added} new; {Refused} refused")]
        public static partial void Taken(ILogger logger, string serviceId, string client, int taken, int added, int refused);
    }
}
