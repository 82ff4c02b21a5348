using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CdsHooks.Service.Pages.Shared;

/// <summary>A file that pages load: a script or the style sheet, kept inside the program, so that no folder has to be published beside it.</summary>
/// <param name="Name">The file name.</param>
/// <param name="MediaType">The media type.</param>
/// <param name="Content">The bytes.</param>
internal sealed record Asset(string Name, string MediaType, byte[] Content)
{
    private const string Folder = "assets/";

    // Hexadecimal digits of the hash in the address: enough that a changed file has another address.
    private const int HashLength = 12;

    private static readonly FrozenDictionary<string, Asset> All = ReadAll().ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    private readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(Content))[..HashLength];

    /// <summary>Gets the address of a file; it changes with the content, so that a browser may keep the file for ever.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public static string Url(string name) => $"/{Folder}{name}?v={All[name]._hash}";

    /// <summary>Finds a file; null when there is none of this name.</summary>
    public static Asset? Find(string name) => All.GetValueOrDefault(name);

    private static IEnumerable<Asset> ReadAll()
    {
        var assembly = typeof(Asset).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            yield return new Asset(resource[Folder.Length..], MediaTypeOf(resource), content);
        }
    }

    private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"A file of the kind {other} has no media type yet."),
    };
}

/// <summary>Serves the files that pages load.</summary>
internal static class AssetEndpoints
{
    private const string ForEver = "public, max-age=31536000, immutable";

    public static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/assets/{name}", Get).ExcludeFromDescription().WithMetadata(new DisableCorsAttribute());

    private static Results<FileContentHttpResult, StatusCodeHttpResult> Get(HttpContext context, string name)
    {
        if (Asset.Find(name) is not { } asset)
        {
            return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        }

        context.Response.Headers[HeaderNames.CacheControl] = ForEver;
        return TypedResults.Bytes(asset.Content, asset.MediaType);
    }
}
