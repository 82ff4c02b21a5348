using System.Net;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>Fails every test in which a service call is answered 200 with what the specification does not allow.</summary>
internal sealed class SoundAnswers : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode is HttpStatusCode.OK && IsServiceCall(request))
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            HookResponse.AssertSound(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }

        return response;
    }

    /// <summary><c>POST …/cds-services/{id}</c>, and nothing below it.</summary>
    private static bool IsServiceCall(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && request.RequestUri?.Segments is [.., "cds-services/", var id] && !id.EndsWith('/');
}
