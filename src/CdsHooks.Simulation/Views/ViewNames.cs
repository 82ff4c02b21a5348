using System.Text.Json;

namespace CdsHooks.Simulation.Views;

/// <summary>The names of tables: those of the plan, so that two plans can be in one database.</summary>
/// <param name="planId">The id of the plan.</param>
/// <param name="title">The title of the plan.</param>
internal sealed class ViewNames(string planId, string title)
{
    /// <summary>The view of the resources themselves.</summary>
    public const string Whole = "";

    public const string Code = "code";

    public const string Reference = "reference";

    public const string Value = "value";

    public const string Dosage = "dosage";

    public const string Item = "item";

    private readonly string _prefix = PrefixOf(planId);

    /// <summary>Gets the title of the plan.</summary>
    public string Title => title;

    /// <summary>Gets the name of a view.</summary>
    public string Of(string resourceType, string part) => Of(Snake(resourceType) + (part.Length > 0 ? "_" + part : string.Empty));

    /// <summary>Gets the name of another table.</summary>
    public string Of(string table) => $"{_prefix}_{table}";

    /// <summary>Gets the name of the column with the key of a type.</summary>
    public static string KeyOf(string resourceType) => Snake(resourceType) + "_key";

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>Gets the id as it can begin a name in SQL: letters, digits and underscores, a letter first.</summary>
    private static string PrefixOf(string id)
    {
        var name = string.Concat(id.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : '_'));
        return name is [>= 'a' and <= 'z', ..] ? name : "plan_" + name;
    }
}
