using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads a row's indicator: fixed, or the value of a parameter.</summary>
internal sealed class CardIndicatorReader(CardScope scope)
{
    private const string NoCard = "none";

    /// <summary>Parses <c>info</c> and <c>warning</c>. Any other code is null, even <c>critical</c>: a missing record is no danger to life.</summary>
    public static CardIndicator? Parse(string? code) => code switch
    {
        "info" => CardIndicator.Info,
        "warning" => CardIndicator.Warning,
        _ => null,
    };

    /// <summary>Reads the indicator in effect; null when the parameter turns the card off, and when it is invalid.</summary>
    public CardIndicator? Read(PlanDefinition.ActionComponent row)
    {
        var extension = row.Part().Named("indicator");
        return extension is { Value: Id { Value: var name } }
            ? OfParameter(extension, name ?? string.Empty)
            : Parse(extension?.Value.AsText())
                ?? scope.Reject<CardIndicator?>((Base?)extension ?? row, "A row with a card needs an indicator: info, warning or a parameter.");
    }

    private CardIndicator? OfParameter(Extension extension, string name)
    {
        if (scope.Rules.Parameters.Find(name) is not { Type: ParameterType.Code } parameter)
        {
            return scope.Reject<CardIndicator?>(extension, "indicator needs the name of a parameter of type code.");
        }

        scope.Require(
            parameter.Allowed.All(code => code is NoCard || Parse(code) is not null),
            extension,
            $"{parameter.Name} is used as an indicator, so it can allow only none, info and warning.");
        return Parse(parameter.Value.Codes[0]);
    }
}
