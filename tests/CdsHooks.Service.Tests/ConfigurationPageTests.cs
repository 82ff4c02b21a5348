using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CdsHooks.Service.Gate.Access;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>docs/configuration.md lists every option with the words that its own documentation has.</summary>
public sealed partial class ConfigurationPageTests
{
    private const string Begin = "<!-- options -->\n";
    private static readonly Assembly Service = typeof(AccessOptions).Assembly;
    private static readonly Dictionary<string, XElement> Documentation = XDocument.Load(Path.ChangeExtension(Service.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    [Fact]
    public void The_page_lists_every_option()
    {
        var path = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "docs", "configuration.md");
        var page = File.ReadAllText(path);
        var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        Assert.True(from >= Begin.Length, "docs/configuration.md has no place for the options.");
        var options = Options();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            File.WriteAllText(path, page[..from] + options);
            return;
        }

        Assert.Equal(options, page[from..]);
    }

    [Fact]
    public void Every_option_says_its_default()
    {
        var silent = Sections().SelectMany(section => Rows(section.Type, section.Name)).Where(row => row.Default.Length == 0).Select(row => row.Key);

        Assert.Empty(silent);
    }

    private static string Options()
    {
        StringBuilder text = new();
        foreach (var (name, type) in Sections())
        {
            text.Append("\n## ").Append(name).Append("\n\n").Append(Words(type, "summary")).Append("\n\n| option | default and range | what it does |\n|---|---|---|\n");
            foreach (var row in Rows(type, name))
            {
                text.Append("| `").Append(row.Key).Append("` | ").Append(row.Default).Append(" | ").Append(row.Meaning).Append(" |\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<(string Name, Type Type)> Sections() => Service.GetTypes()
        .Select(type => (Name: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string, Type: type))
        .Where(section => section.Name is not null)
        .Select(section => (section.Name!, section.Type))
        .OrderBy(section => section.Item1, StringComparer.Ordinal);

    private static IEnumerable<(string Key, string Default, string Meaning)> Rows(Type type, string place)
    {
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var item = property.PropertyType.GetElementType()
                ?? (property.PropertyType.IsGenericType && property.PropertyType.IsAssignableTo(typeof(IEnumerable)) ? property.PropertyType.GetGenericArguments()[^1] : null);
            var inner = item ?? property.PropertyType;
            var key = $"{place}:{property.Name}{(item is null ? string.Empty : ":0")}";
            if (inner.Assembly == Service && inner.IsClass)
            {
                foreach (var row in Rows(inner, key))
                {
                    yield return row;
                }
            }
            else
            {
                yield return (key, DefaultOf(property), Capital(GetsOrSets().Replace(Words(property, "summary"), string.Empty)));
            }
        }
    }

    private static string DefaultOf(PropertyInfo property)
    {
        var said = TheDefaultIs().Replace(Words(property, "value"), string.Empty);
        if (said.Length > 0)
        {
            return Capital(said);
        }

        return property.GetCustomAttribute<System.ComponentModel.DataAnnotations.RequiredAttribute>() is null ? string.Empty : "Required.";
    }

    private static string Words(MemberInfo member, string part)
    {
        var key = member is Type type ? $"T:{type.FullName}" : $"P:{member.DeclaringType!.FullName}.{member.Name}";
        var element = Documentation.TryGetValue(key.Replace('+', '.'), out var found) ? found.Element(part) : null;
        return element is null ? string.Empty : Blanks().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{(see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value ?? string.Empty).Split('.')[^1]}`",
        XElement other => other.Value,
        XText text => text.Value,
        _ => string.Empty,
    };

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Here([CallerFilePath] string here = "") => here;

    [GeneratedRegex(@"^Gets or sets (?:a value indicating )?", RegexOptions.None, 1000)]
    private static partial Regex GetsOrSets();

    [GeneratedRegex(@"^The default is ", RegexOptions.None, 1000)]
    private static partial Regex TheDefaultIs();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
