using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Store;

public sealed class SqliteDurabilityTests : DurabilityContract
{
    [Theory]
    [InlineData("locked by another process")]
    [InlineData("held again and again by another process")]
    [InlineData("as large as files may be")]
    [InlineData("in a folder that cannot be written")]
    public Task Nothing_acknowledged_is_lost_and_calls_go_on_while_the_file_is(string fault) => AssertSurvivedAsync(fault);

    private protected override Task<FragileStore> NewStoreAsync() => Task.FromResult<FragileStore>(new Files());

    /// <summary>Files behind a link, which leads to where even root creates no file when they are to be out of reach.</summary>
    private sealed class Files : FragileStore
    {
        private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cdshooks-durable-");
        private readonly CancellationTokenSource _mended = new();
        private Task _fault = Task.CompletedTask;

        public Files()
        {
            _home.CreateSubdirectory("folder");
            PointTo(Path.Combine(_home.FullName, "folder"));
        }

        public override string ConnectionString => AddressOf("cdshooks.db");

        public override async Task BreakAsync(string fault, ServiceProcess service)
        {
            switch (fault)
            {
                case "locked by another process":
                    _fault = await HoldAsync(TimeSpan.MaxValue);
                    break;
                case "held again and again by another process":
                    // Longer than the service waits.
                    _fault = await HoldAsync(TimeSpan.FromSeconds(3));
                    break;
                case "as large as files may be":
                    await LimitFilesAsync(service, "0");
                    break;
                case "in a folder that cannot be written":
                    PointTo("/proc");
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no such fault.");
            }
        }

        public override async Task MendAsync(string fault, ServiceProcess service)
        {
            switch (fault)
            {
                case "as large as files may be":
                    await LimitFilesAsync(service, "unlimited");
                    break;
                case "in a folder that cannot be written":
                    PointTo(Path.Combine(_home.FullName, "folder"));
                    break;
                default:
                    await _mended.CancelAsync();
                    await _fault;
                    break;
            }
        }

        public override async ValueTask DisposeAsync()
        {
            await _mended.CancelAsync();
            await _fault;
            _mended.Dispose();
            _home.Delete(recursive: true);
        }

        protected override Task<DbConnection> OpenAsync() => OpenAsync("cdshooks.db");

        /// <summary>The soft limit of a process, which its own user may raise again.</summary>
        private static async Task LimitFilesAsync(ServiceProcess service, string bytes)
        {
            var (exit, _) = await Command.RunAsync("prlimit", ["--pid", service.Id.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:"]);
            Assert.Equal(0, exit);
        }

        private string AddressOf(string file) => $"Data Source={Path.Combine(_home.FullName, "data", file)}";

        private async Task<DbConnection> OpenAsync(string file)
        {
            SqliteConnection connection = new($"{AddressOf(file)};Pooling=False");
            await connection.OpenAsync();
            return connection;
        }

        /// <summary>Locks both files for a time, gives them free for a moment, and so on.</summary>
        /// <returns>A task that ends when the files are free.</returns>
        private async Task<Task> HoldAsync(TimeSpan time)
        {
            var records = await OpenAsync("cdshooks.db");
            var tokens = await OpenAsync("cdshooks.tokens.db");
            await BeginAsync();
            return HoldOnAsync();

            async Task BeginAsync()
            {
                await records.ExecuteSqlAsync("BEGIN IMMEDIATE");
                await tokens.ExecuteSqlAsync("BEGIN IMMEDIATE");
            }

            async Task HoldOnAsync()
            {
                await using (records)
                await using (tokens)
                {
                    try
                    {
                        while (true)
                        {
                            await Task.Delay(time == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : time, _mended.Token);
                            await records.ExecuteSqlAsync("COMMIT");
                            await tokens.ExecuteSqlAsync("COMMIT");
                            await BeginAsync();
                        }
                    }
                    catch (OperationCanceledException)
                    {
                        // Mended.
                    }
                }
            }
        }

        /// <summary>In one step, so that the service never sees nothing there and makes a folder.</summary>
        private void PointTo(string target)
        {
            var next = Path.Combine(_home.FullName, "next");
            File.CreateSymbolicLink(next, target);
            using var move = Process.Start("mv", ["-T", "-f", next, Path.Combine(_home.FullName, "data")]);
            move.WaitForExit();
        }
    }
}
