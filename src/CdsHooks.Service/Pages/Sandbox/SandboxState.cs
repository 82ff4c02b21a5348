using CdsHooks.Decision.Hooks;
using Microsoft.Extensions.Primitives;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>Everything that the sandbox shows, as its address carries it: a link to it shows another person the same.</summary>
internal sealed record SandboxState
{
    /// <summary>The address of the page.</summary>
    public const string Path = "/sandbox";

    /// <summary>Gets the patient: a golden case, or a chart of one's own.</summary>
    public string Patient { get; init; } = string.Empty;

    /// <summary>Gets the orders by their keys in the menu; null for those of the chart.</summary>
    public IReadOnlyList<string>? Orders { get; init; }

    /// <summary>Gets the edits of the chart, in their order.</summary>
    public IReadOnlyList<ChartEdit> Edits { get; init; } = [];

    /// <summary>Gets the site parameters that differ from those in force, as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Gets the hook to call: <c>order-sign</c>, <c>order-select</c>; null to call none yet.</summary>
    public string? Hook { get; init; }

    /// <summary>Gets the number of edits in the address that are none; they are left out.</summary>
    public int Unreadable { get; private init; }

    /// <summary>Gets a value indicating whether the chart is one of somebody's own, whose edits are kept with it and are in no address.</summary>
    public bool IsOwn => Patient.StartsWith(OwnCharts.Prefix, StringComparison.Ordinal);

    /// <summary>Gets the members of the address, for a link or the hidden fields of a form.</summary>
    public IEnumerable<(string Name, string Value)> Members
    {
        get
        {
            yield return ("patient", Patient);
            foreach (var order in Orders ?? [])
            {
                yield return ("order", order);
            }

            if (Orders is [])
            {
                yield return ("order", string.Empty);
            }

            foreach (var edit in IsOwn ? [] : Edits)
            {
                yield return ("edit", edit.ToString());
            }

            foreach (var parameter in Parameters)
            {
                yield return ("with", parameter);
            }

            if (Parameters.Count is 0)
            {
                // Else the parameters of the case would come back.
                yield return ("with", string.Empty);
            }

            if (Hook is not null)
            {
                yield return ("hook", Hook);
            }
        }
    }

    /// <summary>Gets the address.</summary>
    public string Url => Path + QueryString.Create(Members.Select(member => KeyValuePair.Create(member.Name, (string?)member.Value)));

    /// <summary>Reads the state from the members of an address or a form.</summary>
    public static SandboxState Read(IEnumerable<KeyValuePair<string, StringValues>> members)
    {
        Dictionary<string, StringValues> query = new(members, StringComparer.Ordinal);
        List<ChartEdit?> edits = [.. query.GetValueOrDefault("edit").Select(ChartEdit.Parse)];
        var hook = query.ContainsKey("sign") ? HookNames.OrderSign : query.GetValueOrDefault("hook").ToString();
        return new SandboxState
        {
            Patient = query.GetValueOrDefault("patient").ToString(),
            Orders = query.TryGetValue("order", out var orders) ? Named(orders) : null,
            Edits = [.. edits.OfType<ChartEdit>()],
            Parameters = Named(query.GetValueOrDefault("with")),
            Hook = hook is HookNames.OrderSign or HookNames.OrderSelect ? hook : null,
            Unreadable = edits.Count(edit => edit is null),
        };
    }

    /// <summary>Returns the state with one more edit, which replaces an earlier one of the same kind and target.</summary>
    public SandboxState With(ChartEdit edit) => this with
    {
        Edits = [.. Edits.Where(earlier => edit.Target.Length is 0 || earlier.Kind != edit.Kind || !string.Equals(earlier.Target, edit.Target, StringComparison.Ordinal)), edit],
    };

    private static List<string> Named(StringValues values) => [.. values.OfType<string>().Where(value => value.Length > 0)];
}
