using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>What pages load from others is, byte for byte, what npm has under the version that is listed.</summary>
public sealed class VendoredFilesTests
{
    private const int LongestLine = 1000;

    private static readonly string Folder = Path.Combine(Command.Root, "src", "CdsHooks.Service", "Pages", "Shared", "Assets");

    private static readonly IReadOnlyList<VendoredFile> Listed =
        JsonSerializer.Deserialize<VendoredFile[]>(File.ReadAllText(Path.Combine(Folder, "vendored.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<string> Files => [.. Listed.Select(vendored => vendored.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_vendored_file_is_that_of_the_package(string file)
    {
        var vendored = Listed.Single(one => string.Equals(one.File, file, StringComparison.Ordinal));
        var content = File.ReadAllBytes(Path.Combine(Folder, vendored.File));
        var (version, licence) = NpmPackages.Statement(vendored.Package);

        Assert.Equal(version, vendored.Version);
        Assert.Equal(licence is "BSD-0-Clause" ? "0BSD" : licence, vendored.Licence);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), vendored.Sha256);
        Assert.Equal(File.ReadAllBytes(NpmPackages.File(vendored.Package, vendored.From)), content);
    }

    [Fact]
    public void Every_file_of_another_is_listed()
    {
        var unlisted = Directory.GetFiles(Folder)
            .Where(file => Path.GetFileName(file).Contains(".min.", StringComparison.Ordinal) || File.ReadLines(file).Any(line => line.Length > LongestLine))
            .Select(file => Path.GetFileName(file))
            .Except(Listed.Select(vendored => vendored.File), StringComparer.Ordinal);

        Assert.Empty(unlisted);
    }

    private sealed record VendoredFile(string Package, string Version, string Licence, string From, string File, string Sha256);
}
