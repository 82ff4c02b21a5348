using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CdsHooks.Decision.Evidence;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Egress;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>The way to one registered FHIR server: nothing else is ever connected to through it.</summary>
internal sealed class FhirServerChannel : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(10);
    private static readonly string[] Json = ["application/fhir+json", "application/json", "application/json+fhir"];
    private static readonly ResiliencePropertyKey<long> EndsAt = new("ends-at");

    // What some servers and proxies take for a step upwards, or for a slash, where a Uri does not.
    private static readonly string[] WaysOut = ["/..", "%2f", "%5c"];

    private static readonly string[] ThisMachine = ["localhost", "127.0.0.1", "::1"];

    private readonly FhirAccessOptions _options;
    private readonly FhirServerOptions _server;
    private readonly TimeProvider _clock;
    private readonly bool _knowsThisMachine;
    private readonly Uri _base;
    private readonly HttpMessageInvoker _http;
    private readonly ResiliencePipeline<FhirReply> _pipeline;
    private readonly SemaphoreSlim _slots;

    /// <summary>Initializes a new instance of the <see cref="FhirServerChannel"/> class.</summary>
    /// <param name="server">The server, as registered.</param>
    /// <param name="options">The limits.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="knowsThisMachine">Whether a server registered on this machine goes by each of the machine's own names.</param>
    public FhirServerChannel(FhirServerOptions server, FhirAccessOptions options, TimeProvider clock, bool knowsThisMachine)
    {
        _knowsThisMachine = knowsThisMachine;
        _server = server;
        _options = options;
        _clock = clock;
        _base = BaseAddress.Of(server.BaseUrl);
        _slots = new SemaphoreSlim(options.MaxConcurrentRequests);
        _pipeline = BuildPipeline();
        _http = NewInvoker();
    }

    /// <summary>Gets a value indicating whether it is read without a token when a call brings none.</summary>
    public bool AllowsNoToken => _server.AllowWithoutToken;

    /// <summary>Gets a value indicating whether every search is sent by POST.</summary>
    public bool SearchesByPost => _server.SearchByPost;

    /// <summary>Says whether an address lies at or below the registered one: scheme, host, port and whole segments of the path.</summary>
    public bool Covers(Uri address) =>
        string.Equals(address.Scheme, _base.Scheme, StringComparison.Ordinal)
        && IsItsHost(address.IdnHost)
        && address.Port == _base.Port
        && address.UserInfo.Length == 0
        && LiesBelow($"{address.AbsolutePath.TrimEnd('/')}/");

    /// <summary>Asks, and asks once more where that may help and time is left.</summary>
    /// <param name="root">The base address the call named, covered by this server.</param>
    /// <param name="query">The question.</param>
    /// <param name="token">The token, or null for none.</param>
    /// <param name="endsAt">The clock's timestamp at which the call's time is up.</param>
    /// <param name="cancellationToken">Cancelled then, or when the client goes away.</param>
    /// <exception cref="OperationCanceledException">The call's time is up, or the client went away.</exception>
    public async Task<FhirReply> AskAsync(Uri root, FhirQuery query, string? token, long endsAt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(EndsAt, endsAt);
        try
        {
            await _slots.WaitAsync(cancellationToken);
            try
            {
                return await _pipeline.ExecuteAsync(
                    static async (context, state) => await state.Self.SendAsync(state.root, state.query, state.token, context.CancellationToken),
                    context,
                    (Self: this, root, query, token));
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (TimeoutRejectedException)
        {
            return new FhirReply(RetrievalOutcome.TimedOut);
        }
        catch (BrokenCircuitException)
        {
            return new FhirReply(RetrievalOutcome.Failed);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }

    private bool IsItsHost(string host) =>
        string.Equals(host, _base.IdnHost, StringComparison.OrdinalIgnoreCase)
        || (_knowsThisMachine && ThisMachine.Contains(host, StringComparer.OrdinalIgnoreCase) && ThisMachine.Contains(_base.IdnHost, StringComparer.OrdinalIgnoreCase));

    private bool LiesBelow(string path) =>
        path.StartsWith(_base.AbsolutePath, StringComparison.Ordinal)
        && !Array.Exists(WaysOut, way => path.AsSpan(_base.AbsolutePath.Length - 1).Contains(way, StringComparison.OrdinalIgnoreCase));

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The invoker disposes of it.")]
    private HttpMessageInvoker NewInvoker() => new(EgressHandler.Create(_server.AllowPrivateAddress));

    private ResiliencePipeline<FhirReply> BuildPipeline() => new ResiliencePipelineBuilder<FhirReply> { TimeProvider = _clock }
        .AddRetry(new RetryStrategyOptions<FhirReply>
        {
            MaxRetryAttempts = 1,
            Delay = RetryDelay,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is TimeoutRejectedException
                || (arguments.Outcome.Result.IsTransient && HasTimeFor(arguments.Outcome.Result.RetryAfter, arguments.Context))),
            DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Exception is null ? arguments.Outcome.Result.RetryAfter : null),
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<FhirReply>
        {
            FailureRatio = 0.5,
            MinimumThroughput = 20,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = BreakDuration,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is TimeoutRejectedException || arguments.Outcome.Result.IsTransient),
        })
        .AddTimeout(TimeSpan.FromMilliseconds(_options.AttemptMilliseconds))
        .Build();

    private bool HasTimeFor(TimeSpan? wait, ResilienceContext context) =>
        wait is not { } needed
        || !context.Properties.TryGetValue(EndsAt, out var endsAt)
        || needed < _clock.GetElapsedTime(_clock.GetTimestamp(), endsAt);

    private async Task<FhirReply> SendAsync(Uri root, FhirQuery query, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(query.Form is null ? HttpMethod.Get : HttpMethod.Post, new Uri(root, query.Path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/fhir+json"));
        if (query.Form is { } form)
        {
            request.Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            return await ReadAsync(response, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            return new FhirReply(RetrievalOutcome.Failed, IsTransient: exception.InnerException is not EgressRefusedException);
        }
        catch (IOException)
        {
            return new FhirReply(RetrievalOutcome.Failed, IsTransient: true);
        }
    }

    private async Task<FhirReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return Json.Contains(response.Content.Headers.ContentType?.MediaType, StringComparer.OrdinalIgnoreCase)
                    ? await ReadBodyAsync(response.Content, cancellationToken)
                    : new FhirReply(RetrievalOutcome.Unparseable);
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return new FhirReply(RetrievalOutcome.Forbidden);
            case HttpStatusCode.NotImplemented:
                // It stays so, and says nothing of the server's health.
                return new FhirReply(RetrievalOutcome.Failed);
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                return new FhirReply(RetrievalOutcome.Failed, IsTransient: true, RetryAfter: RetryAfterOf(response));
            default:
                return new FhirReply(RetrievalOutcome.Failed);
        }
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _clock.GetUtcNow() => date - _clock.GetUtcNow(),
        _ => null,
    };

    private async Task<FhirReply> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken) =>
        await BoundedBody.ReadAsync(content, _options.MaxAnswerBytes, cancellationToken) is { } body ? FhirReply.Of(body) : new FhirReply(RetrievalOutcome.Unparseable);
}
