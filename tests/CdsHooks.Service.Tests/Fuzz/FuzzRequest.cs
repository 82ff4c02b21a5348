using System.Text;

namespace CdsHooks.Service.Tests.Fuzz;

/// <summary>One request of the fuzz.</summary>
/// <param name="Number">Its number, which with the seed makes it again.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">Further headers.</param>
/// <param name="Body">The body, or null for none.</param>
internal sealed record FuzzRequest(long Number, string Method, string Path, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body)
{
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(Path, UriKind.Relative));
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
        }

        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    /// <summary>The request as it can be put again by hand.</summary>
    public byte[] ToBytes() =>
        [.. Encoding.UTF8.GetBytes($"{Method} {Path} HTTP/1.1\n{string.Concat(Headers.Select(header => $"{header.Name}: {header.Value}\n"))}\n"), .. Body ?? []];
}
