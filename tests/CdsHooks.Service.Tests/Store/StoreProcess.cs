using System.Diagnostics;

namespace CdsHooks.Service.Tests.Store;

/// <summary>Runs <c>store …</c> of the service's executable as a process of its own.</summary>
internal static class StoreProcess
{
    /// <summary>Runs a command on a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="args">The arguments after <c>store</c>.</param>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(TestStore store, params string[] args) =>
        RunAsync([.. args, $"--Store:ConnectionString={store.ConnectionString}"]);

    /// <summary>Runs a command.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] args, string environment = "Production")
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "CdsHooks.Service.dll"), "store", .. args])
        {
            UseShellExecute = false,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = environment },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
