using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Store;

/// <summary>Two processes of the service on one store.</summary>
public sealed class TwoProcessTests : IAsyncDisposable
{
    private const int Tokens = 60;
    private const int Senders = 8;
    private const int EntriesOfOne = 50;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-two-");

    [Fact]
    public async Task Under_feedback_and_decisions_a_used_token_is_rejected_by_the_other_process()
    {
        await using var ehr = new Ehr();
        var settings = ehr.Settings(
            $"Data Source={Path.Combine(_folder.FullName, "cdshooks.db")}",
            ("Store:TokenUseMilliseconds", Environment.GetEnvironmentVariable("TOKEN_USE_MS") ?? "5000"));
        await using var one = new ServiceProcess(settings);
        await using var other = new ServiceProcess(settings);
        await Task.WhenAll(one.InitializeAsync().AsTask(), other.InitializeAsync().AsTask());
        using var over = new CancellationTokenSource();
        var load = Enumerable.Range(0, Senders).Select(sender => LoadAsync(ehr, sender % 2 == 0 ? one : other, sender, over.Token)).ToList();

        var first = 0;
        var passed = 0;
        for (var token = 0; token < Tokens; token++)
        {
            var text = ehr.Token();
            first += await ehr.CallAsync(one, text, TestContext.Current.CancellationToken) is HttpStatusCode.OK ? 1 : 0;
            passed += await ehr.CallAsync(other, text, TestContext.Current.CancellationToken) is HttpStatusCode.OK ? 1 : 0;
        }

        await over.CancelAsync();
        var sent = (await Task.WhenAll(load)).Sum();
        TestContext.Current.SendDiagnosticMessage($"{passed} of {Tokens} used tokens passed at the other process, under {sent} requests of others");
        Console.WriteLine($"{passed} of {Tokens} used tokens passed at the other process, under {sent} requests of others");

        Assert.Equal(Tokens, first);
        Assert.Equal(0, passed);
        Assert.NotEqual(0, sent);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<int> LoadAsync(Ehr ehr, ServiceProcess service, int sender, CancellationToken over)
    {
        var sent = 0;
        while (!over.IsCancellationRequested)
        {
            using var response = await ehr.SendFeedbackAsync(service, Enumerable.Range(0, EntriesOfOne).Select(entry => $"{sender}-{sent}-{entry}"), CancellationToken.None);
            _ = await ehr.CallAsync(service, token: null, CancellationToken.None);
            sent += 2;
        }

        return sent;
    }
}
