using System.Diagnostics;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Deploy;

/// <summary>The folder that the first stage of the Containerfile makes, by the same instructions, from nothing but the files that it copies.</summary>
public sealed class PublishedService : IAsyncLifetime
{
    public const string Collection = "The published service";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("cdshooks-image-");

    internal string App => Path.Combine(_root.FullName, "app");

    internal string Data => Path.Combine(_root.FullName, "data");

    public async ValueTask InitializeAsync()
    {
        var source = _root.CreateSubdirectory("source").FullName;
        foreach (var (_, name, arguments) in Containerfile.Instructions.Where(instruction => instruction.Stage is "build"))
        {
            if (name is "COPY")
            {
                var words = arguments.Split(' ');
                var target = Path.Combine(source, words[^1]);
                Directory.CreateDirectory(target);

                // A container copies the content of a folder, and files as they are.
                await MakeAsync(string.Join(" && ", words[..^1].Select(word => $"cp -r '{Path.Combine(Command.Root, word)}{(Directory.Exists(Path.Combine(Command.Root, word)) ? "/." : "")}' '{target}'")), source);
            }
            else if (name is "RUN")
            {
                await MakeAsync(arguments.Replace(" /app", $" {App}", StringComparison.Ordinal).Replace(" /data", $" {Data}", StringComparison.Ordinal), source);
            }
        }

        // As in the image: everybody may read what it consists of, and nobody may write it; the data is the user's.
        await MakeAsync($"chmod 755 '{_root.FullName}' && chmod -R a+rX,a-w '{App}'", source);
        if (Environment.IsPrivilegedProcess)
        {
            await MakeAsync($"chown {Containerfile.Single("USER")} '{Data}'", source);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await MakeAsync($"chmod -R u+w '{App}'", Path.GetTempPath());
        _root.Delete(recursive: true);
    }

    /// <summary>A program of the image as its user would start it, with the paths that are its own on this machine.</summary>
    internal ProcessStartInfo Start(IEnumerable<string> words, IReadOnlyDictionary<string, string> environment)
    {
        List<string> line = [.. words.Select(word => word.Replace("/app/", App + "/", StringComparison.Ordinal))];
        if (Environment.IsPrivilegedProcess)
        {
            var user = Containerfile.Single("USER").Split(':');
            line = ["setpriv", $"--reuid={user[0]}", $"--regid={user[1]}", "--clear-groups", "--no-new-privs", "--bounding-set=-all", .. line];
        }

        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value.Replace("/data/", Data + "/", StringComparison.Ordinal);
        }

        start.Environment["PATH"] = "/usr/bin:/bin";
        return start;
    }

    private static async Task MakeAsync(string command, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", command + " 2>&1"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command}\n{output}");
    }
}

/// <summary>Publishing takes minutes of processor time, so it is done once for all.</summary>
[CollectionDefinition(PublishedService.Collection)]
public sealed class TestsOfThePublishedService : ICollectionFixture<PublishedService>;
