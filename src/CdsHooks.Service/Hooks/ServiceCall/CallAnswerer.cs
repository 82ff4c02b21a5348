using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using CdsHooks.Decision;
using CdsHooks.Decision.Criteria;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;
using CdsHooks.Service.Gate.Access;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Limits;
using CdsHooks.Service.Gate.Security;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.FhirAccess;
using CdsHooks.Service.Hooks.Shadow;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Host.Telemetry;
using CdsHooks.Service.Knowledge.Rules;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Answers service calls.</summary>
/// <remarks>
/// Writes to the response directly instead of returning a result: most calls concern orders that no plan covers, and those must
/// allocate as little as possible.
/// </remarks>
internal sealed partial class CallAnswerer(
    RuleBook book,
    CallAuthenticator authenticator,
    CallPlaces places,
    EvidenceFetcher fetcher,
    ServiceMetrics metrics,
    UnknownCodes codes,
    DecisionRecorder recorder,
    ShadowQueue shadows,
    IOptions<ServiceCallOptions> options,
    TimeProvider clock,
    Func<Guid> nextUuid,
    ILogger<CallAnswerer> logger)
{
    // The resources of a chart take up to thirty times the memory of their JSON where all of them matter, and much less where few do.
    private const int AssessedFactor = 16;

    // The header of W3C Server Timing, which the developer tools of browsers show.
    private const string ServerTiming = "Server-Timing";

    private readonly ServiceCallOptions _options = options.Value;
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    /// <summary>Authenticates the call, decides and answers 200.</summary>
    /// <exception cref="RejectedRequestException">The call is rejected.</exception>
    /// <exception cref="HookRequestException">400: the body violates CDS Hooks.</exception>
    public async Task AnswerAsync(HttpContext context, string serviceId)
    {
        CallLaps laps = new(clock);
        var outcome = CallOutcome.Failed;
        var service = context.Features.Get<CallRules>()?.Service ?? book.Current.Find(serviceId);
        try
        {
            var client = await authenticator.AuthenticateAsync(context);
            laps.Authentication = laps.Next();
            outcome = await AnswerAsync(context, service ?? throw NoService(), client, laps);
        }
        catch (Exception exception) when (exception is RejectedRequestException or HookRequestException or BadHttpRequestException)
        {
            outcome = CallOutcome.Rejected;
            throw;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            outcome = CallOutcome.Aborted;
            throw;
        }
        finally
        {
            metrics.RecordCall(service?.Id ?? "none", outcome, clock.GetElapsedTime(laps.StartedAt));
            ServiceTraces.Note(service?.Id ?? "none", outcome);
        }
    }

    /// <summary>Answers a call whose client is already known.</summary>
    /// <param name="context">The call.</param>
    /// <param name="service">The service, with the rules that apply to the call from its start to its end.</param>
    /// <param name="client">The client that calls.</param>
    /// <param name="laps">The parts of the call's time so far.</param>
    /// <returns>The outcome, for the metrics (<see cref="CallOutcome"/>).</returns>
    /// <exception cref="RejectedRequestException">The call is rejected.</exception>
    /// <exception cref="HookRequestException">400: the body violates CDS Hooks.</exception>
    public async Task<string> AnswerAsync(HttpContext context, CdsService service, Client client, CallLaps laps)
    {
        MediaTypes.Check(context.Request);
        var evaluationDate = client.AllowsAsOfHeader ? EvaluationDateHeader.Read(context.Request) : null;

        using var place = await places.TakeAsync(context, client);
        laps.Waiting = laps.Next();
        using var body = await RequestBody.ReadAsync(context.Request, place, _options.MaxBodyBytes, context.RequestAborted);
        using var request = HookRequest.Read(body.Bytes, client.Profile.IsSilentWithoutOrders);
        CheckHook(request.Hook, service, client);
        var now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), _zone);
        var trial = client.IsTrial ? null : shadows.Begin(service.Id);
        var orders = service.Plan.Match(request.Context, now, evaluationDate);
        if (orders.Result is not CriterionResult.NotMet)
        {
            using var assessing = place.Hold(AssessedFactor * (long)body.Bytes.Length);
            var rest = request.ReadRest(service.Plan.Rules.Terminology, service.Plan.Rules.KeepAll);
            if (service.Options.Any(rest.TurnedOff.Contains))
            {
                Log.TurnedOff(logger, service.Id);
                await WriteAsync(context.Response, CdsResponseWriter.Silence, context.RequestAborted);
                return CallOutcome.TurnedOff;
            }

            laps.Reading = laps.Next();
            var sets = await fetcher.CompleteAsync(rest, request.Context.PatientId, client, service.Plan, laps.StartedAt, trial?.Pages, context.RequestAborted);
            laps.Retrieval = laps.Next();
            metrics.CountRetrievals(sets);
            RequiredEvidence.Check(sets, () => fetcher.NotRegistered(rest, client));
            var cards = client.Cards with { SourceUrl = service.Page, DocumentationUrl = service.Page };
            var decision = service.Plan.Decide(request.Context, orders, sets, new PlanQuestion(now, evaluationDate, cards, nextUuid));
            LogDecision(service, decision);
            laps.Judging = laps.Next();
            await WriteAsync(context.Response, service, client, decision, laps);
            laps.Writing = laps.Next();
            Count(service, client, decision, sets);
            if (!ReferenceEquals(client, Client.Own))
            {
                Record(trial, service, client, recorder.Extract(service, client, decision, request.Context.PatientId, laps.Timings), body, now, evaluationDate);
            }

            return decision.Card is null ? CallOutcome.NoCard : CallOutcome.Card;
        }

        Log.NotCovered(logger, service.Id);
        await WriteAsync(context.Response, CdsResponseWriter.Silence, context.RequestAborted);
        if (!client.IsTrial)
        {
            codes.CountOrders(request.Context, service.Plan.Rules.Terminology);
        }

        if (trial?.Service?.Plan.Match(request.Context, now, evaluationDate).Result is CriterionResult.Met or CriterionResult.Unknown)
        {
            // Only the shadow rules are about these orders, so nothing was read or fetched for them.
            Record(trial, service, client, recorder.Extract(service, client, SilenceOf(service, orders, now), request.Context.PatientId, laps.Timings), body, now, evaluationDate);
        }

        return CallOutcome.NotCovered;
    }

    /// <summary>Records a decision, or hands it on to be judged by the shadow rules first, together with the body.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The queue disposes of the body.")]
    private void Record(ShadowTrial? trial, CdsService service, Client client, DecisionRecord decision, RequestBody body, DateTimeOffset now, DateOnly? evaluationDate)
    {
        if (trial?.Service is { } candidate)
        {
            shadows.Add(new ShadowCall(candidate, service, client, body.Detach(), trial.Pages, now, evaluationDate, decision));
        }
        else if (decision.Row.Length > 0 && trial is not null)
        {
            shadows.Skip(decision, ShadowJson.NoRules);
        }
        else if (decision.Row.Length > 0)
        {
            recorder.Record(decision);
        }
    }

    private void Count(CdsService service, Client client, PlanDecision decision, IReadOnlyList<EvidenceSet> sets)
    {
        if (!client.IsTrial)
        {
            metrics.CountAssessment(service.Id, decision);
            codes.CountEvidence(sets, service.Plan.Rules.Terminology);
        }
    }

    private static void CheckHook(string? hook, CdsService service, Client client)
    {
        if (!client.Profile.AnswersEitherHook && !string.Equals(hook, service.Hook, StringComparison.Ordinal))
        {
            throw new HookRequestException("$.hook", $"must be {service.Hook}, the hook of this service");
        }
    }

    private static RejectedRequestException NoService() =>
        new(Outcome.Of(StatusCodes.Status404NotFound, IssueType.NotFound, "There is no service with this id. GET /cds-services lists the services."));

    private void LogDecision(CdsService service, PlanDecision decision)
    {
        Log.Decided(logger, service.Id, decision.Row);
        if (decision.Assessment.Find(service.Plan.Rules.OrdersId) is { Result: CriterionResult.Unknown })
        {
            Log.OrderUnreadable(logger, service.Id);
        }
    }

    private static PlanDecision SilenceOf(CdsService service, OrderMatch orders, DateTimeOffset now) =>
        new(new Assessment(service.Plan.Rules.Canonical, service.Plan.Rules.SiteParameters, orders.ClockFor(now), [], []), string.Empty, Card: null);

    private static ValueTask WriteAsync(HttpResponse response, CdsService service, Client client, PlanDecision decision, CallLaps laps)
    {
        if (client.IncludesAssessment)
        {
            response.Headers[ServerTiming] = laps.Described;
        }

        var body = new ArrayBufferWriter<byte>(4096);
        CdsResponseWriter.Write(body, decision.Card, client.IncludesAssessment ? decision.Assessment : null, service.RulesVersion);
        return WriteAsync(response, body.WrittenMemory, response.HttpContext.RequestAborted);
    }

    /// <summary>Writes a JSON body that must not be cached.</summary>
    public static async ValueTask WriteAsync(HttpResponse response, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        response.ContentType = OutcomeWriter.MediaType;
        response.ContentLength = body.Length;
        response.Headers[HeaderNames.CacheControl] = "no-store";
        await response.Body.WriteAsync(body, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1100, LogLevel.Debug, "{ServiceId}: the plan covers none of the orders")]
        public static partial void NotCovered(ILogger logger, string serviceId);

        [LoggerMessage(1102, LogLevel.Debug, "{ServiceId}: the client has turned the cards off for this call")]
        public static partial void TurnedOff(ILogger logger, string serviceId);

        [LoggerMessage(1103, LogLevel.Warning, "{ServiceId}: a draft order may be one that the plan covers, but its code, reason or body site cannot be read")]
        public static partial void OrderUnreadable(ILogger logger, string serviceId);

        [LoggerMessage(1101, LogLevel.Debug, "{ServiceId}: decided by row {Row}")]
        public static partial void Decided(ILogger logger, string serviceId, string row);
    }
}
