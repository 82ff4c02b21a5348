using System.ComponentModel;
using System.Reflection;

namespace CdsHooks.Service.Host.Hosting;

/// <summary>Compares the configuration with the declared options before it is bound: binding ignores unknown names, and stops at the first value that it cannot convert.</summary>
/// <remarks>A misspelled <c>Tenants</c> would otherwise admit every tenant.</remarks>
internal static class ConfigurationShape
{
    private const string SectionName = "Section";

    /// <summary>Lists the issues by path, never by value: a value may be a secret in the wrong place.</summary>
    public static List<string> IssuesOf(IConfiguration configuration)
    {
        List<string> issues = [];
        foreach (var type in typeof(ConfigurationShape).Assembly.GetTypes())
        {
            if (type.GetField(SectionName, BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() is string section)
            {
                // A value of the section itself is ignored: environment variables may have such names (PROXY).
                CheckChildren(configuration.GetSection(section), type, null, issues);
            }
        }

        issues.Sort(StringComparer.Ordinal);
        return issues;
    }

    private static void Check(IConfigurationSection place, Type declared, List<string> issues)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var item = ItemOf(type);
        if (type == typeof(string) || type.IsValueType)
        {
            CheckValue(place, type, issues);
        }
        else if (!string.IsNullOrEmpty(place.Value))
        {
            issues.Add($"{place.Path} must be {(item is null ? "a group of options" : $"a list: {place.Path}:0 and so on")}.");
        }
        else
        {
            CheckChildren(place, type, item, issues);
        }
    }

    private static void CheckChildren(IConfigurationSection place, Type type, Type? item, List<string> issues)
    {
        foreach (var child in place.GetChildren())
        {
            if ((item ?? Option(type, child.Key)) is { } inner)
            {
                Check(child, inner, issues);
            }
            else
            {
                issues.Add($"{child.Path} is not an option of this service.");
            }
        }
    }

    private static void CheckValue(IConfigurationSection place, Type type, List<string> issues)
    {
        if (place.GetChildren().Any())
        {
            issues.Add($"{place.Path} must be a single value.");
        }
        else if (place.Value is { Length: > 0 } text && !TypeDescriptor.GetConverter(type).IsValid(text))
        {
            issues.Add($"{place.Path} must be {Describe(type)}.");
        }
    }

    private static Type? Option(Type options, string name) =>
        options.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.PropertyType;

    private static Type? ItemOf(Type type) => type switch
    {
        { IsArray: true } => type.GetElementType(),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(List<>) => type.GetGenericArguments()[0],
        _ => null,
    };

    private static string Describe(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ => "in another format",
    };
}
