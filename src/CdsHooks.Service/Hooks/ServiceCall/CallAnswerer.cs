using System.Buffers;
using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;
using CdsHooks.Service.Gate.Access;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Security;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.FhirAccess;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Host.Telemetry;
using CdsHooks.Service.Knowledge.Rules;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Answers one call of a service.</summary>
/// <remarks>
/// Writes to the response itself instead of returning a result: most calls are about orders that are not ours, and for those
/// every object counts.
/// </remarks>
internal sealed partial class CallAnswerer(
    RuleBook book,
    CallGate gate,
    EvidenceFetcher fetcher,
    RetrievalMetrics metrics,
    DecisionRecorder recorder,
    IOptions<ServiceCallOptions> options,
    TimeProvider clock,
    Func<Guid> nextUuid,
    ILogger<CallAnswerer> logger)
{
    private readonly ServiceCallOptions _options = options.Value;
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    /// <summary>Reads the call, decides and answers 200.</summary>
    /// <exception cref="RejectedRequestException">The call is refused.</exception>
    /// <exception cref="HookRequestException">The body breaks the rules of CDS Hooks: 400.</exception>
    public async Task AnswerAsync(HttpContext context, string serviceId)
    {
        var startedAt = clock.GetTimestamp();
        await AnswerAsync(context, serviceId, await gate.EnterAsync(context), startedAt);
    }

    /// <summary>Answers a call that has passed the gate, or needs not pass it.</summary>
    /// <param name="context">The call.</param>
    /// <param name="serviceId">The service called.</param>
    /// <param name="client">Who calls.</param>
    /// <param name="startedAt">The clock's timestamp from which on its time runs.</param>
    /// <exception cref="RejectedRequestException">The call is refused.</exception>
    /// <exception cref="HookRequestException">The body breaks the rules of CDS Hooks: 400.</exception>
    public async Task AnswerAsync(HttpContext context, string serviceId, Client client, long startedAt)
    {
        var service = book.Find(serviceId)
            ?? throw new RejectedRequestException(Outcome.Of(StatusCodes.Status404NotFound, IssueType.NotFound, "There is no service of this id. GET /cds-services lists them."));
        MediaTypes.Check(context.Request);
        var evaluationDate = client.AllowsAsOfHeader ? EvaluationDateHeader.Read(context.Request) : null;

        using var body = await RequestBody.ReadAsync(context.Request, _options.MaxBodyBytes, context.RequestAborted);
        using var request = HookRequest.Read(body.Bytes, client.Profile.IsSilentWithoutOrders);
        if (!client.Profile.AnswersEitherHook && !string.Equals(request.Hook, service.Hook, StringComparison.Ordinal))
        {
            throw new HookRequestException("$.hook", $"must be {service.Hook}, the hook of this service");
        }

        var now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), _zone);
        var orders = service.Plan.Match(request.Context, now, evaluationDate);
        if (orders.Result is not CriterionResult.NotMet)
        {
            var rest = request.ReadRest(service.Plan.Rules.Terminology, service.Plan.Rules.KeepAll);
            if (service.Options.Any(rest.TurnedOff.Contains))
            {
                Log.TurnedOff(logger, service.Id);
                await WriteAsync(context.Response, CdsResponseWriter.Silence, context.RequestAborted);
                return;
            }

            var sets = await fetcher.CompleteAsync(rest, request.Context.PatientId, client, service.Plan, startedAt, context.RequestAborted);
            metrics.Count(sets);
            NeededEvidence.Check(sets, () => fetcher.NotRegistered(rest, client));
            var cards = client.Cards with { SourceUrl = service.Page, DocumentationUrl = service.Page };
            var decision = service.Plan.Decide(request.Context, orders, sets, new PlanQuestion(now, evaluationDate, cards, nextUuid));
            Tell(service, decision);
            await WriteAsync(context.Response, Written(client, decision), context.RequestAborted);
            if (!ReferenceEquals(client, Client.Own))
            {
                recorder.Record(service, client, decision, startedAt);
            }
        }
        else
        {
            Log.NotOurs(logger, service.Id);
            await WriteAsync(context.Response, CdsResponseWriter.Silence, context.RequestAborted);
        }
    }

    private void Tell(HookedPlan service, PlanDecision decision)
    {
        Log.Decided(logger, service.Id, decision.Row);
        if (decision.Assessment.Find(service.Plan.Rules.OrdersId) is { Result: CriterionResult.Unknown })
        {
            Log.OrderUnreadable(logger, service.Id);
        }
    }

    private static ReadOnlyMemory<byte> Written(Client client, PlanDecision decision)
    {
        var response = new ArrayBufferWriter<byte>(4096);
        CdsResponseWriter.Write(response, decision.Card, client.IncludesAssessment ? decision.Assessment : null);
        return response.WrittenMemory;
    }

    private static async ValueTask WriteAsync(HttpResponse response, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        response.ContentType = OutcomeWriter.MediaType;
        response.ContentLength = body.Length;
        response.Headers[HeaderNames.CacheControl] = "no-store";
        await response.Body.WriteAsync(body, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1100, LogLevel.Debug, "{ServiceId}: no order that the rules are about")]
        public static partial void NotOurs(ILogger logger, string serviceId);

        [LoggerMessage(1102, LogLevel.Debug, "{ServiceId}: the client has turned the cards off for this call")]
        public static partial void TurnedOff(ILogger logger, string serviceId);

        [LoggerMessage(1103, LogLevel.Warning, "{ServiceId}: it cannot be told whether a draft order is one that the rules are about: its code, reason or body site cannot be read")]
        public static partial void OrderUnreadable(ILogger logger, string serviceId);

        [LoggerMessage(1101, LogLevel.Debug, "{ServiceId}: decided by row {Row}")]
        public static partial void Decided(ILogger logger, string serviceId, string row);
    }
}
