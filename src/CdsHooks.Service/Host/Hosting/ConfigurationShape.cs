using System.ComponentModel;
using System.Reflection;

namespace CdsHooks.Service.Host.Hosting;

/// <summary>Holds the configuration against the options there are, before they are read: reading passes over names that it does not know, and stops at the first value that it cannot convert.</summary>
/// <remarks>A misspelt <c>Tenants</c> would otherwise let every tenant in.</remarks>
internal static class ConfigurationShape
{
    private const string SectionName = "Section";

    /// <summary>Lists what is wrong, by its place and never by its value, which may be a secret in the wrong place.</summary>
    public static List<string> IssuesOf(IConfiguration configuration)
    {
        List<string> issues = [];
        foreach (var type in typeof(ConfigurationShape).Assembly.GetTypes())
        {
            if (type.GetField(SectionName, BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() is string section)
            {
                // A value of the section itself is passed over: variables of a machine may have such names (PROXY).
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
                issues.Add($"{child.Path} is no option of this service.");
            }
        }
    }

    private static void CheckValue(IConfigurationSection place, Type type, List<string> issues)
    {
        if (place.GetChildren().Any())
        {
            issues.Add($"{place.Path} must be one value.");
        }
        else if (place.Value is { Length: > 0 } text && !TypeDescriptor.GetConverter(type).IsValid(text))
        {
            issues.Add($"{place.Path} must be {WordsOf(type)}.");
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

    private static string WordsOf(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number",
        _ => "of another form",
    };
}
