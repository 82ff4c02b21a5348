using System.Text;
using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Workbench.Tuning;

/// <summary>A parameter with another value than the rules give it, written <c>name=value</c>.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Value">The value, of the parameter's type and in its range.</param>
internal sealed record ParameterChange(PlanParameter Parameter, ParameterValue Value)
{
    private const string Id = "changed";

    /// <summary>Reads a change.</summary>
    /// <param name="declared">The parameters of the plan.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InvalidInputException">The text is none, names no parameter, or gives a value that it cannot have. The message names a parameter of the plan, and never repeats the text.</exception>
    public static ParameterChange Read(ParameterSet declared, string text)
    {
        var parameter = declared.Find(NameOf(text)) ?? throw new InvalidInputException("A changed parameter is not one of this plan.");
        var value = ValueText.Read(parameter.Type, text[(parameter.Name.Length + 1)..]) ?? throw new InvalidInputException($"{parameter.Name} has a value of another type: {Expected(parameter.Type)} is expected.");
        return parameter.IssueOf(value) is { } issue ? throw new InvalidInputException(issue) : new ParameterChange(parameter, value);
    }

    /// <summary>Gets the name in a change.</summary>
    /// <exception cref="InvalidInputException">The text is no change.</exception>
    public static string NameOf(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } name, _] ? name : throw new InvalidInputException("A change is name=value, such as pt.minWeeks=8.");

    /// <summary>Lays changes over site parameters.</summary>
    /// <param name="siteParameters">The site parameters, with their texts; null for the plan's defaults.</param>
    /// <param name="changes">The changes; the last one about a parameter counts.</param>
    /// <returns>Site parameters that belong to no knowledge.</returns>
    public static KnowledgeResource LaidOver(KnowledgeResource? siteParameters, IReadOnlyList<ParameterChange> changes)
    {
        var names = changes.Select(change => change.Parameter.Name).ToHashSet(StringComparer.Ordinal);
        var given = (siteParameters?.Resource as Parameters)?.Parameter ?? [];
        Parameters laid = new()
        {
            Id = Id,
            Parameter =
            [
                .. given.Where(parameter => parameter.Name is null || !names.Contains(parameter.Name)).Select(parameter => (Parameters.ParameterComponent)parameter.DeepCopy()),
                .. changes.GroupBy(change => change.Parameter.Name, StringComparer.Ordinal).Select(same => same.Last())
                    .SelectMany(change => TypedValue.Of(change.Parameter.Type, change.Value).Select(typed => new Parameters.ParameterComponent { Name = change.Parameter.Name, Value = typed })),
            ],
        };
        return KnowledgeSource.Read("The changed parameters", Encoding.UTF8.GetBytes(laid.ToJson()));
    }

    private static string Expected(ParameterType type) => type switch
    {
        ParameterType.Integer => "a whole number",
        ParameterType.Decimal => "a number",
        ParameterType.Boolean => "true or false",
        _ => "a code",
    };
}
