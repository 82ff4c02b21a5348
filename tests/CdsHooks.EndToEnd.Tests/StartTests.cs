using System.Net;
using System.Net.Sockets;
using Xunit;

namespace CdsHooks.EndToEnd.Tests;

/// <summary>A start that cannot listen ends with words, not with a stack trace.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_second_start_on_a_port_says_so_and_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        await AssertRefusedAsync($"http://localhost:{((IPEndPoint)taken.LocalEndpoint).Port}", "address already in use. End what listens there, or choose another address");
    }

    [Theory]
    [InlineData("nonsense", "Urls: Invalid url: 'nonsense'")]
    [InlineData("http://192.0.2.7:5099", "It cannot listen on its address (Urls)")]
    public async Task An_address_that_is_none_of_this_machine_is_refused_in_words(string address, string expected) => await AssertRefusedAsync(address, expected);

    private static async Task AssertRefusedAsync(string address, string expected)
    {
        var (exit, output) = await Command.RunAsync("dotnet", [ServiceProcess.Assembly, "--environment", "Development", "--urls", address]);

        Assert.Equal(1, exit);
        Assert.Contains("The service does not start.", output, StringComparison.Ordinal);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("were not recorded", output, StringComparison.Ordinal);
    }
}
