using System.Text.Json;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>The packages that tests/browser installs from npm.</summary>
internal static class NpmPackages
{
    private static readonly string Folder = Path.Combine(Command.Root, "tests", "browser", "node_modules");

    /// <summary>Gets the path of a file of a package.</summary>
    public static string File(string package, string path)
    {
        var file = Path.Combine(Folder, package, path);
        return System.IO.File.Exists(file) ? file : throw new InvalidOperationException($"{package}/{path} is not installed: run tests/run, or 'npm ci' in tests/browser.");
    }

    /// <summary>Gets the version and licence that a package states.</summary>
    public static (string Version, string Licence) Statement(string package)
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(File(package, "package.json")));
        return (json.RootElement.GetProperty("version").GetString()!, json.RootElement.GetProperty("license").GetString()!);
    }
}
