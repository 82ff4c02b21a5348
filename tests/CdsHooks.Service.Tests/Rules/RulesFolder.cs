using CdsHooks.Service.Tests.Infrastructure;

namespace CdsHooks.Service.Tests.Rules;

/// <summary>A copy of the shipped rules and discovery document that a test changes while a service runs; gone afterwards.</summary>
internal sealed class RulesFolder : IDisposable
{
    public const string Plan = "plans/PlanDefinition-lumbar-fusion.json";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("cdshooks-rules-");

    public RulesFolder()
    {
        Copy(Path.Combine(Some.Repository, "fhir-profiles"), Folder);
        File.Copy(Path.Combine(Some.Repository, "cds-services.json"), Discovery);
    }

    public string Root => _root.FullName;

    public string Folder => Path.Combine(Root, "fhir-profiles");

    public string Discovery => Path.Combine(Root, "cds-services.json");

    /// <summary>A service that looks at these files all the time.</summary>
    public ServiceApp NewApp(params (string Name, string Value)[] settings)
    {
        var all = Some.Settings(("Rules:Directory", Folder), ("Discovery:File", Discovery), ("Rules:ReloadSeconds", "0.1"));
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return new ServiceApp { Settings = all };
    }

    /// <summary>Replaces a text that must be there.</summary>
    public void Change(string file, string from, string to)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        if (!text.Contains(from, StringComparison.Ordinal))
        {
            throw new ArgumentException($"{file} does not contain {from}", nameof(from));
        }

        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Sets the length of physical therapy that the plan asks for, in weeks.</summary>
    public void SetWeeks(int weeks)
    {
        var path = Path.Combine(Folder, Plan);
        var text = File.ReadAllText(path);
        var at = text.IndexOf("\"default\", \"valueInteger\": ", text.IndexOf("\"name\": \"pt.minWeeks\"", StringComparison.Ordinal), StringComparison.Ordinal);
        at = text.IndexOf(": ", at, StringComparison.Ordinal) + 2;
        File.WriteAllText(path, $"{text[..at]}{weeks}{text[text.IndexOf(' ', at)..]}");
    }

    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*.json", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => _root.Delete(recursive: true);
}
