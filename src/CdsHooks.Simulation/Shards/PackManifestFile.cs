using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Shards;

/// <summary>Reads and writes the manifest of a pack.</summary>
internal static class PackManifestFile
{
    private static readonly PackJson Json = new(new JsonSerializerOptions(PackJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes the manifest into a folder, beside and renamed: it comes last, and makes the folder a pack.</summary>
    public static void Write(string folder, PackManifest manifest)
    {
        var path = Path.Combine(folder, PackManifest.FileName);
        File.WriteAllBytes(path + ShardWriter.Part, [.. JsonSerializer.SerializeToUtf8Bytes(manifest, Json.PackManifest), (byte)'\n']);
        File.Move(path + ShardWriter.Part, path, overwrite: false);
    }

    /// <summary>Reads the manifest of a folder.</summary>
    /// <param name="folder">The folder of the pack.</param>
    /// <param name="shown">The folder's name in messages.</param>
    /// <returns>The manifest, and its SHA-256 in lower-case hexadecimal.</returns>
    /// <exception cref="InvalidInputException">There is none, or it cannot be read or is not valid.</exception>
    public static (PackManifest Manifest, string Hash) Read(string folder, string shown)
    {
        var name = Path.Combine(shown, PackManifest.FileName);
        try
        {
            var json = File.ReadAllBytes(Path.Combine(folder, PackManifest.FileName));
            using (var document = JsonDocument.Parse(json))
            {
                if (document.RootElement.ValueKind is not JsonValueKind.Object
                    || !document.RootElement.TryGetProperty("format", out var format)
                    || format.ValueKind is not JsonValueKind.String
                    || !format.ValueEquals(PackManifest.CurrentFormat))
                {
                    throw new InvalidInputException($"{name} is not of the format {PackManifest.CurrentFormat}.");
                }
            }

            var manifest = JsonSerializer.Deserialize(json, Json.PackManifest)!;
            return Issue(manifest) is { } issue
                ? throw new InvalidInputException($"{name}: {issue}.")
                : (manifest with { Inputs = manifest.Inputs ?? [] }, Convert.ToHexStringLower(SHA256.HashData(json)));
        }
        catch (FileNotFoundException)
        {
            throw new InvalidInputException($"The folder {shown} is no pack: it has no {PackManifest.FileName}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw PackAccess.Issue(name, exception);
        }
        catch (JsonException exception)
        {
            // The message may contain part of the file.
            var line = exception.LineNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $" line {number + 1}") : string.Empty;
            throw new InvalidInputException($"{name}{line} is not valid at {exception.Path ?? "$"}.");
        }
    }

    private static string? Issue(PackManifest manifest)
    {
        if (!string.Equals(manifest.ShardRule, ShardNumber.Rule, StringComparison.Ordinal))
        {
            return "the rule by which patients are assigned to shards (shardRule) is not the one of this version";
        }

        if (manifest.Types.Contains(null!) || manifest.Shards.Contains(null!) || manifest.Inputs?.Contains(null!) is true)
        {
            return "a list has null in the place of an object";
        }

        if (manifest.Shards.Count is 0)
        {
            return "there is no shard";
        }

        for (var number = 0; number < manifest.Shards.Count; number++)
        {
            if (Issue(manifest.Shards[number], ShardNumber.FileName(number)) is { } issue)
            {
                return string.Create(CultureInfo.InvariantCulture, $"$.shards[{number}]: {issue}");
            }
        }

        if (manifest.Patients != manifest.Shards.Sum(shard => shard.Patients) || manifest.Resources != manifest.Shards.Sum(shard => shard.Resources))
        {
            return "the totals (patients, resources) are not the sums of the shards";
        }

        return manifest.Types.FirstOrDefault(type => type.Type.Length is 0 || type.Resources < 0) is not null
            ? "a type has no name, or a negative number of resources"
            : manifest.Types.GroupBy(type => type.Type, StringComparer.Ordinal).Any(group => group.Skip(1).Any()) ? "a type is listed twice" : null;
    }

    private static string? Issue(PackShard shard, string file)
    {
        if (!string.Equals(shard.File, file, StringComparison.Ordinal) && !string.Equals(shard.File, file + PackFolder.Gzip, StringComparison.Ordinal))
        {
            return $"the file has to be {file} or {file}{PackFolder.Gzip}";
        }

        if (shard.Patients < 0 || shard.Resources < shard.Patients || shard.Bytes < 0)
        {
            return "the numbers cannot be true";
        }

        return shard.Sha256.Length is 64 && shard.Sha256.All(char.IsAsciiHexDigitLower) ? null : "sha256 has to be 64 hexadecimal digits in lower case";
    }
}

/// <summary>The generated serialization of the manifest.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IndentSize = 2,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true)]
[JsonSerializable(typeof(PackManifest))]
internal sealed partial class PackJson : JsonSerializerContext;
