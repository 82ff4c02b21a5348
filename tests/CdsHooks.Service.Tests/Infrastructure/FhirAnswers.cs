using System.Collections.Frozen;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using WireMock;
using WireMock.ResponseBuilders;
using WireMock.Types;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>What FHIR servers answer, rightly and wrongly, for the stubs of <see cref="FaultyFhirServer"/>.</summary>
internal static class FhirAnswers
{
    private const string EmptySearch = """{"resourceType":"Bundle","type":"searchset","total":0}""";
    private const string CutSearch = """{"resourceType":"Bundle","type":"searchset","total":1,"entry":[{"resource":{"resourceType":""";

    private static readonly FrozenDictionary<string, Func<string, string, IReadOnlyList<IResponseBuilder>>> ByName =
        new Dictionary<string, Func<string, string, IReadOnlyList<IResponseBuilder>>>(StringComparer.Ordinal)
        {
            ["fixed-delay"] = (_, _) => [FixedDelay(milliseconds: 8000)],
            ["slow-drip"] = (_, _) => [SlowDrip(milliseconds: 8000)],
            ["too-many-requests"] = (_, _) => [TooManyRequests("1")],
            ["too-many-requests-then-answer"] = (_, _) => [TooManyRequests("1"), Answer()],
            ["unavailable"] = (_, _) => [Unavailable()],
            ["server-error"] = (_, _) => [ServerError()],
            ["server-error-then-answer"] = (_, _) => [ServerError(), Answer()],
            ["unauthorized"] = (_, _) => [Outcome(HttpStatusCode.Unauthorized, "login").WithHeader("WWW-Authenticate", "Bearer")],
            ["forbidden"] = (_, _) => [Forbidden()],
            ["not-found"] = (_, _) => [NotFound()],
            ["outcome-with-200"] = (_, _) => [Outcome(HttpStatusCode.OK, "exception")],
            ["foreign-redirect"] = (_, _) => [ForeignRedirect()],
            ["connection-reset"] = (_, _) => [Broken(WireFault.Reset)],
            ["empty-response"] = (_, _) => [Broken(WireFault.Close)],
            ["malformed-chunk"] = (_, _) => [Broken(WireFault.BadChunk)],
            ["random-data"] = (_, _) => [Broken(WireFault.Garbage)],
            ["truncated-body"] = (_, _) => [Broken(WireFault.Cut, 5000)],
            ["cut-json"] = (_, _) => [Answer(CutSearch)],
            ["wrong-content-type"] = (_, _) => [WrongContentType()],
            ["byte-order-mark"] = (_, _) => [ByteOrderMark()],
            ["oversized"] = (_, _) => [Oversized(bytes: 200_000)],
            ["deep-json"] = (_, _) => [DeepJson(depth: 10_000)],
            ["broken-encoding"] = (_, _) => [BrokenEncoding("gzip")],
            ["zipped-bomb"] = (_, _) => [ZippedBomb()],
            ["short-total"] = (type, patient) => [ShortTotal(type, patient)],
            ["error-beside-match"] = (type, patient) => [ErrorBesideMatch(type, patient)],
            ["foreign-next"] = (type, patient) => [ForeignNext(type, patient)],
            ["endless-paging"] = (type, patient) => [EndlessPaging(type, patient)],
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Gets the names of all faults.</summary>
    public static IEnumerable<string> Faults => ByName.Keys.Order(StringComparer.Ordinal);

    /// <summary>A fault by its name.</summary>
    /// <param name="name">One of <see cref="Faults"/>.</param>
    /// <param name="type">The type of the resources, where the fault leaves any.</param>
    /// <param name="patient">The id of the patient whom they are about.</param>
    /// <returns>One answer after the other, the last one for good.</returns>
    public static IReadOnlyList<IResponseBuilder> Fault(string name, string type = "Observation", string patient = "p1") => ByName[name](type, patient);

    /// <summary>A right answer: 200 with the body given, an empty searchset if none is.</summary>
    public static IResponseBuilder Answer(string body = EmptySearch) => Fhir(HttpStatusCode.OK).WithBody(body);

    /// <summary>What another server answers to the same request.</summary>
    public static IResponseBuilder AnswerOf(Uri server) => Response.Create().WithHeader(BreakingRelay.PassOnHeader, server.AbsoluteUri);

    /// <summary>A right answer behind a byte order mark.</summary>
    public static IResponseBuilder ByteOrderMark(string body = EmptySearch) => Answer($"\ufeff{body}");

    /// <summary>A right answer that comes late.</summary>
    /// <remarks>Not by WireMock.Net's own delay, which a server that stops would wait for.</remarks>
    public static IResponseBuilder FixedDelay(int milliseconds, string body = EmptySearch) => Answer(body).On(WireFault.Late, milliseconds);

    /// <summary>A right answer whose head comes at once and whose body comes in pieces.</summary>
    public static IResponseBuilder SlowDrip(int milliseconds) => Answer().On(WireFault.Drip, milliseconds);

    /// <summary>No answer, or only the beginning of one.</summary>
    public static IResponseBuilder Broken(WireFault fault, int argument = 0) => Answer(CutSearch).On(fault, argument);

    /// <summary>429.</summary>
    /// <param name="retryAfter">When to come back, in seconds or as a date.</param>
    public static IResponseBuilder TooManyRequests(string retryAfter) => Outcome(HttpStatusCode.TooManyRequests, "throttled").WithHeader("Retry-After", retryAfter);

    /// <summary>503 without a word on when to come back.</summary>
    public static IResponseBuilder Unavailable() => Outcome(HttpStatusCode.ServiceUnavailable, "transient");

    /// <summary>500.</summary>
    public static IResponseBuilder ServerError() => Outcome(HttpStatusCode.InternalServerError, "exception");

    /// <summary>403.</summary>
    public static IResponseBuilder Forbidden() => Outcome(HttpStatusCode.Forbidden, "forbidden");

    /// <summary>404.</summary>
    public static IResponseBuilder NotFound() => Outcome(HttpStatusCode.NotFound, "not-found");

    /// <summary>302 to another origin: the same server by its other name, so that following it is a request without a stub.</summary>
    public static IResponseBuilder ForeignRedirect() => Response.Create().WithCallback(request => new ResponseMessage
    {
        StatusCode = HttpStatusCode.Redirect,
        Headers = new Dictionary<string, WireMockList<string>>(StringComparer.Ordinal) { ["Location"] = Elsewhere(request) },
    });

    /// <summary>200 with a web page, as the login page of a gateway is.</summary>
    public static IResponseBuilder WrongContentType() =>
        Response.Create().WithStatusCode(HttpStatusCode.OK).WithHeader("Content-Type", "text/html").WithBody("<!DOCTYPE html><title>Sign in</title>");

    /// <summary>A right answer with a text of that many bytes in it.</summary>
    public static IResponseBuilder Oversized(int bytes) => Answer(WithText(bytes));

    /// <summary>A right answer with extensions inside each other, as many as depth says.</summary>
    public static IResponseBuilder DeepJson(int depth)
    {
        var opening = string.Concat(Enumerable.Repeat("""[{"extension":""", depth));
        var closing = string.Concat(Enumerable.Repeat("}]", depth));
        return Answer($$"""{"resourceType":"Bundle","type":"searchset","total":0,"extension":{{opening}}[]{{closing}}}""");
    }

    /// <summary>A right answer that says it is packed and is not.</summary>
    public static IResponseBuilder BrokenEncoding(string encoding) => Answer().WithHeader("Content-Encoding", encoding);

    /// <summary>A right answer of a million bytes, packed into a thousand.</summary>
    public static IResponseBuilder ZippedBomb() => Packed(WithText(1_000_000), "gzip");

    /// <summary>A right answer that is packed.</summary>
    /// <param name="body">What it unpacks to.</param>
    /// <param name="encoding">How: gzip, deflate or br.</param>
    public static IResponseBuilder Packed(string body, string encoding)
    {
        using MemoryStream packed = new();
        using (Stream packing = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.SmallestSize),
            "deflate" => new ZLibStream(packed, CompressionLevel.SmallestSize),
            _ => new BrotliStream(packed, CompressionLevel.Fastest),
        })
        {
            packing.Write(Encoding.UTF8.GetBytes(body));
        }

        return Fhir(HttpStatusCode.OK).WithHeader("Content-Encoding", encoding).WithBody(packed.ToArray());
    }

    /// <summary>A right answer, but one of the two resources is about somebody else.</summary>
    public static IResponseBuilder AnotherPatient(string type, string patient, string other) => Fhir(HttpStatusCode.OK).WithBody(request => $$"""
        {"resourceType":"Bundle","type":"searchset","total":2,"entry":[{{Match(request, type, "own", patient)}},{{Match(request, type, "other", other)}}]}
        """);

    /// <summary>One match where the total says two, and no further page.</summary>
    public static IResponseBuilder ShortTotal(string type, string patient) => Fhir(HttpStatusCode.OK).WithBody(request => $$"""
        {"resourceType":"Bundle","type":"searchset","total":2,"entry":[{{Match(request, type, "first", patient)}}]}
        """);

    /// <summary>A match, and an error that says there is more which could not be had.</summary>
    public static IResponseBuilder ErrorBesideMatch(string type, string patient) => Fhir(HttpStatusCode.OK).WithBody(request => $$$"""
        {"resourceType":"Bundle","type":"searchset","entry":[{{{Match(request, type, "first", patient)}}},
        {"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"incomplete"}]},"search":{"mode":"outcome"}}]}
        """);

    /// <summary>A first page whose next one is on another origin: the same server by its other name, so that following it is a request without a stub.</summary>
    public static IResponseBuilder ForeignNext(string type, string patient) => Fhir(HttpStatusCode.OK).WithBody(request => $$"""
        {"resourceType":"Bundle","type":"searchset","total":2,"link":[{"relation":"next","url":"{{Elsewhere(request)}}?page=2"}],
        "entry":[{{Match(request, type, "first", patient)}}]}
        """);

    /// <summary>Every page has one resource and a next link.</summary>
    public static IResponseBuilder EndlessPaging(string type, string patient) => Fhir(HttpStatusCode.OK).WithBody(request =>
    {
        var page = int.Parse(request.GetParameter("page")?[0] ?? "1", CultureInfo.InvariantCulture);
        return $$"""
            {"resourceType":"Bundle","type":"searchset","total":1000000,"link":[{"relation":"next","url":"{{request.Origin}}{{request.Path}}?page={{page + 1}}"}],
            "entry":[{{Match(request, type, $"page-{page}", patient)}}]}
            """;
    });

    private static IResponseBuilder Fhir(HttpStatusCode status) => Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/fhir+json");

    private static IResponseBuilder Outcome(HttpStatusCode status, string code) =>
        Fhir(status).WithBody($$"""{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"{{code}}"}]}""");

    private static IResponseBuilder On(this IResponseBuilder answer, WireFault fault, int argument) =>
        answer.WithHeader(BreakingRelay.FaultHeader, string.Create(CultureInfo.InvariantCulture, $"{fault} {argument}"));

    private static string WithText(int bytes) => $$"""{"resourceType":"Bundle","type":"searchset","total":0,"id":"{{new string('a', bytes)}}"}""";

    private static string Elsewhere(IRequestMessage request) => $"http://[::ffff:127.0.0.1]:{request.Port}/elsewhere{request.Path}";

    private static string Match(IRequestMessage request, string type, string id, string patient) => $$$"""
        {"fullUrl":"{{{request.Origin}}}/fhir/{{{type}}}/{{{id}}}","resource":{"resourceType":"{{{type}}}","id":"{{{id}}}","subject":{"reference":"Patient/{{{patient}}}"}},"search":{"mode":"match"}}
        """;
}
