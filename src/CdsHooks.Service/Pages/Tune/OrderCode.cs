using Hl7.Fhir.Model;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>A code of an order that the plan is about, as the target of a site's own code.</summary>
/// <param name="System">The URI of its system.</param>
/// <param name="Code">The code.</param>
/// <param name="Display">The display; null for none.</param>
internal sealed record OrderCode(string System, string Code, string? Display)
{
    /// <summary>Lists the codes by which the plan finds its orders, those with words first.</summary>
    public static IReadOnlyList<OrderCode> Of(TuneSheet sheet)
    {
        var terminology = sheet.Plan.Rules.Terminology;
        return
        [
            .. sheet.Text.Orders.Inputs
                .SelectMany(input => input.Filters)
                .Select(filter => terminology.IndexOf(filter.ValueSet.Canonical))
                .Where(index => index >= 0)
                .Distinct()
                .SelectMany(terminology.Members)
                .Where(member => !member.IsPrefix)
                .Select(member => new OrderCode(member.System, member.Code, member.Display))
                .DistinctBy(code => (code.System, code.Code)),
        ];
    }
}
