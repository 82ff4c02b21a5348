using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Egress;
using CdsHooks.Service.Host.Telemetry;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>Sends requests to one registered FHIR server, and to no other.</summary>
internal sealed class FhirServerChannel : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(30);
    private static readonly string[] Json = ["application/fhir+json", "application/json", "application/json+fhir"];
    private static readonly ResiliencePropertyKey<long> EndsAt = new("ends-at");

    // Servers and proxies decode addresses once more than expected; what still changes after so many times is rejected.
    private const int MostDecodings = 4;

    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "::1"];

    private readonly FhirAccessOptions _options;
    private readonly FhirServerOptions _server;
    private readonly TimeProvider _clock;
    private readonly bool _acceptsLoopbackAliases;
    private readonly Uri _base;
    private readonly HttpMessageInvoker _http;
    private readonly ResiliencePipeline<FhirReply> _pipeline;
    private readonly SemaphoreSlim _slots;

    /// <summary>Initializes a new instance of the <see cref="FhirServerChannel"/> class.</summary>
    /// <param name="server">The registered server.</param>
    /// <param name="options">The limits.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="acceptsLoopbackAliases">True when a server on this machine may be addressed by any of the machine's loopback names.</param>
    public FhirServerChannel(FhirServerOptions server, FhirAccessOptions options, TimeProvider clock, bool acceptsLoopbackAliases)
    {
        _acceptsLoopbackAliases = acceptsLoopbackAliases;
        _server = server;
        _options = options;
        _clock = clock;
        _base = BaseAddressOf(server.BaseUrl);
        _slots = new SemaphoreSlim(options.MaxConcurrentRequests);
        Health = new ServerHealth(clock);
        _pipeline = BuildPipeline();
        _http = NewInvoker();
    }

    /// <summary>Gets the record of the calls that the server has failed.</summary>
    public ServerHealth Health { get; }

    /// <summary>Gets a value indicating whether the server is read without a token when a call brings none.</summary>
    public bool AllowsNoToken => _server.AllowWithoutToken;

    /// <summary>Gets a value indicating whether every search is sent by POST.</summary>
    public bool SearchesByPost => _server.SearchByPost;

    /// <summary>Determines whether an address is at or below the registered one: scheme, host, port and whole path segments.</summary>
    public bool Covers(Uri address) =>
        string.Equals(address.Scheme, _base.Scheme, StringComparison.Ordinal)
        && IsItsHost(address.IdnHost)
        && address.Port == _base.Port
        && address.UserInfo.Length == 0
        && LiesBelow(address.AbsolutePath is [.., '/'] path ? path : address.AbsolutePath + '/')
        && IsPlain(address.Query, IsPlainQuery);

    /// <summary>Sends a request, and retries once when that may succeed before the deadline.</summary>
    /// <param name="root">The base address that the call names, covered by this server.</param>
    /// <param name="query">The read or search.</param>
    /// <param name="token">The access token, or null for none.</param>
    /// <param name="endsAt">The deadline, as a timestamp of the clock.</param>
    /// <param name="cancellationToken">Cancelled at the deadline, or when the client disconnects.</param>
    /// <exception cref="OperationCanceledException">The deadline has passed, or the client disconnected.</exception>
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
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Gets an address with a trailing slash, without which a relative path would replace its last segment.</summary>
    public static Uri BaseAddressOf(string address)
    {
        var builder = new UriBuilder(address);
        builder.Path = builder.Path.TrimEnd('/') + '/';
        return builder.Uri;
    }

    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }

    private bool IsItsHost(string host) =>
        string.Equals(host, _base.IdnHost, StringComparison.OrdinalIgnoreCase)
        || (_acceptsLoopbackAliases && LoopbackNames.Contains(host, StringComparer.OrdinalIgnoreCase) && LoopbackNames.Contains(_base.IdnHost, StringComparer.OrdinalIgnoreCase));

    private bool LiesBelow(string path) =>
        path.StartsWith(_base.AbsolutePath, StringComparison.Ordinal) && IsPlain(path[(_base.AbsolutePath.Length - 1)..], IsPlainPath);

    /// <summary>Determines whether text stays plain however often it is decoded.</summary>
    private static bool IsPlain(string text, Func<string, string, bool> isPlain)
    {
        for (var decodings = 0; decodings < MostDecodings; decodings++)
        {
            var decoded = Uri.UnescapeDataString(text);
            if (!isPlain(text, decoded))
            {
                return false;
            }

            if (string.Equals(text, decoded, StringComparison.Ordinal))
            {
                return true;
            }

            text = decoded;
        }

        return false;
    }

    // Some servers and proxies read these as a parent segment, a slash, or the end of a line or a text; Uri does not.
    private static bool IsPlainPath(string path, string decoded) =>
        !path.Contains("/..", StringComparison.Ordinal)
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.Contains('\\', StringComparison.Ordinal)
        && decoded.Count('/') == path.Count('/')
        && !decoded.Any(char.IsControl);

    private static bool IsPlainQuery(string query, string decoded) => !decoded.Any(char.IsControl);

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

        using var span = ServiceTraces.StartFhirRequest(_base, request.Method);
        ServiceTraces.PassOn(request.Headers);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var reply = await ReadAsync(response, cancellationToken);
            ServiceTraces.Note(span, (int)response.StatusCode, reply.Outcome is RetrievalOutcome.Fetched ? null : reply.Outcome.ToCode());
            return reply;
        }
        catch (OperationCanceledException)
        {
            ServiceTraces.Note(span, status: null, RetrievalOutcome.TimedOut.ToCode());
            throw;
        }
        catch (HttpRequestException exception)
        {
            ServiceTraces.Note(span, status: null, RetrievalOutcome.Failed.ToCode());
            return new FhirReply(RetrievalOutcome.Failed, IsTransient: exception.InnerException is not EgressRefusedException);
        }
        catch (IOException)
        {
            ServiceTraces.Note(span, status: null, RetrievalOutcome.Failed.ToCode());
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
                // Permanent, and no sign of an unhealthy server.
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
