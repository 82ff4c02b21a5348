using System.Text.Json;
using Xunit;

namespace CdsHooks.EndToEnd.Tests;

/// <summary>The shipped resources as whatever installs FHIR packages sees them.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-package-");

    [Fact]
    public async Task The_FHIR_package_holds_every_resource_where_package_tools_look_for_it()
    {
        var knowledge = Path.Combine(Command.Root, "fhir-profiles");
        var (packed, _) = await Command.RunAsync("node", [Path.Combine(knowledge, "pack.mjs"), _folder.FullName]);
        Assert.Equal(0, packed);

        var (unpacked, _) = await Command.RunAsync("tar", ["-xzf", _folder.GetFiles("*.tgz").Single().FullName, "-C", _folder.FullName]);
        Assert.Equal(0, unpacked);

        var package = Path.Combine(_folder.FullName, "package");
        Assert.Equal(Names(knowledge, isExample: false), await IndexedAsync(package), StringComparer.Ordinal);
        Assert.Equal(Names(knowledge, isExample: true), await IndexedAsync(Path.Combine(package, "examples")), StringComparer.Ordinal);
        Assert.True(File.Exists(Path.Combine(package, "package.json")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static IEnumerable<string?> Names(string folder, bool isExample) =>
        Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Where(file => isExample == string.Equals(Path.GetFileName(Path.GetDirectoryName(file)), "examples", StringComparison.Ordinal))
            .Select(Path.GetFileName)
            .Where(name => name is not "package.json")
            .Order(StringComparer.Ordinal);

    /// <summary>The files that a folder's index names, each of which must be there.</summary>
    private static async Task<IEnumerable<string?>> IndexedAsync(string folder)
    {
        using var index = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, ".index.json"), TestContext.Current.CancellationToken));
        var names = index.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("filename").GetString()).ToList();
        Assert.All(names, name => Assert.True(File.Exists(Path.Combine(folder, name!)), name));
        return names.Order(StringComparer.Ordinal);
    }
}
