using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using WireMock;
using WireMock.Logging;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;
using Xunit;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>
/// A server of this process that answers as a test tells it, rightly or wrongly, slowly or not at all: WireMock.Net finds the answer, and
/// <see cref="BreakingRelay"/> in front of it breaks the connection where the answer says so. It starts in a few milliseconds, so every
/// test has its own. When it is disposed of, a request that no stub answered fails the test.
/// </summary>
public sealed class FaultyFhirServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<StubbedRequest> _unmatched = new();
    private readonly WireMockServer _stubs;
    private readonly BreakingRelay _relay;
    private int _stubCount;

    public FaultyFhirServer()
    {
        // Nothing is logged, and of requests WireMock.Net keeps nothing: its journal would have them only once they are answered.
        _stubs = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"], Logger = new WireMockNullLogger(), MaxRequestLogCount = 0 });
        _stubs.Given(Request.Create().UsingAnyMethod()).AtPriority(int.MaxValue)
            .RespondWith(Response.Create().WithStatusCode(HttpStatusCode.NotFound).WithBody(Unmatched));
        _relay = new BreakingRelay(new Uri(_stubs.Url!));
    }

    /// <summary>Gets scheme, host and port.</summary>
    public Uri Address => _relay.Address;

    /// <summary>Gets the ports on which it listens: that of its address and, behind it, that of WireMock.Net.</summary>
    public IReadOnlyList<int> Ports => [Address.Port, _stubs.Port];

    /// <summary>Gets every request so far, in the order of arrival; those too that still wait for their answer.</summary>
    public IReadOnlyList<StubbedRequest> Requests => _relay.Requests;

    /// <summary>Gets the headers of every request, by name.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Headers => _relay.Headers;

    /// <summary>Says what is answered from now on; where several stubs match, the newest answers.</summary>
    /// <param name="path">A regular expression of whole paths.</param>
    /// <param name="answers">The answers, one after the other; the last one for good.</param>
    public void Stub(string path, params IReadOnlyList<IResponseBuilder> answers)
    {
        // WireMock.Net's own matcher compiles every expression, which takes longer than the server's start.
        Regex paths = new($"^(?:{path})$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Stub(Request.Create().WithPath(paths.IsMatch), answers);
    }

    /// <summary>Says what is answered from now on; where several stubs match, the newest answers.</summary>
    /// <param name="request">The requests to answer.</param>
    /// <param name="answers">The answers, one after the other; the last one for good.</param>
    public void Stub(IRequestBuilder request, params IReadOnlyList<IResponseBuilder> answers)
    {
        var number = ++_stubCount;
        if (answers is [var only])
        {
            _stubs.Given(request).AtPriority(-number).RespondWith(only);
            return;
        }

        for (var state = 0; state < answers.Count; state++)
        {
            var stub = _stubs.Given(request).AtPriority(-number).InScenario(number);
            var next = state == 0 ? stub : stub.WhenStateIs(state);
            next.WillSetStateTo(Math.Min(state + 1, answers.Count - 1)).RespondWith(answers[state]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        _stubs.Stop();
        _stubs.Dispose();
        Assert.True(_unmatched.IsEmpty, $"No stub for {string.Join(", ", _unmatched.Select(request => $"{request.Method} {request.Target}"))}");
    }

    private string Unmatched(IRequestMessage request)
    {
        _unmatched.Enqueue(new StubbedRequest(request.Method, new Uri(request.AbsoluteUrl).PathAndQuery));
        return "";
    }
}
