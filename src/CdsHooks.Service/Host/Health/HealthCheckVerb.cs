using CdsHooks.Service.Host.Hosting;

namespace CdsHooks.Service.Host.Health;

/// <summary>
/// The verb <c>healthcheck</c>: asks the service that runs here with the same configuration whether it is ready. Containers call it,
/// since their image holds no other program.
/// </summary>
internal static class HealthCheckVerb
{
    public const string Name = "healthcheck";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <summary>Runs the verb.</summary>
    /// <param name="args">The command line after the verb, which may hold options such as <c>--urls</c>.</param>
    /// <returns>The exit code: 0 when the service is ready, else 1 with a line on standard error.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (HostRun.NewBuilder(args) is not { } builder)
        {
            return 1;
        }

        if (AddressOf(builder.Configuration) is not { } address)
        {
            return await FailAsync("No http address to ask is configured.");
        }

        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/health/ready"));
        using var patience = new CancellationTokenSource(Timeout);
        try
        {
            using var response = await http.SendAsync(request, patience.Token);
            return response.IsSuccessStatusCode ? 0 : await FailAsync($"The service is not ready: {(int)response.StatusCode}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return await FailAsync("The service does not answer.");
        }
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 1;
    }

    /// <summary>Finds the first address without TLS that the service listens on, since its certificate is for another name than that of this machine.</summary>
    private static Uri? AddressOf(IConfiguration configuration)
    {
        var address = HostRun.AddressesOf(configuration).FirstOrDefault(text => text.StartsWith("http://", StringComparison.OrdinalIgnoreCase));
        foreach (var any in (string[])["://+", "://*", "://0.0.0.0", "://[::]"])
        {
            address = address?.Replace(any, "://localhost", StringComparison.Ordinal);
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var url) ? url : null;
    }
}
