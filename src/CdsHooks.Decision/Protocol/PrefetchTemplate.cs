using System.Text.RegularExpressions;

namespace CdsHooks.Decision.Protocol;

/// <summary>Checks prefetch templates against what every client understands (CDS Hooks 2.0, Prefetch query restrictions).</summary>
public static partial class PrefetchTemplate
{
    private static readonly string[] Tokens =
    [
        "context.patientId", "context.userId", "context.encounterId",
        "userPractitionerId", "userPractitionerRoleId", "userPatientId", "userRelatedPersonId",
    ];

    // _count is the size of a page; it works everywhere, where R5's _maxresults does not.
    private static readonly string[] ResultParameters = ["_count", "_sort", "_id", "_lastUpdated"];

    /// <summary>Lists what is wrong with a template.</summary>
    /// <param name="template">The template, e.g. <c>Condition?patient={{context.patientId}}</c>.</param>
    /// <param name="resourceType">The FHIR resource type that its key stands for.</param>
    /// <returns>One sentence for each fault; empty when every client can be expected to fill it.</returns>
    public static IReadOnlyList<string> FaultsOf(string template, string resourceType)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(resourceType);
        List<string> faults = [.. TokenFaults(template)];
        var question = template.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? template : template[..question];
        if (question < 0 ? !IsRead(path, resourceType) : !string.Equals(path, resourceType, StringComparison.Ordinal))
        {
            faults.Add($"A read ({resourceType}/{{{{token}}}}) or a search ({resourceType}?…) of {resourceType} is expected.");
        }

        if (question >= 0)
        {
            faults.AddRange(SearchFaults(template[(question + 1)..]));
        }

        return faults;
    }

    private static IEnumerable<string> TokenFaults(string template)
    {
        foreach (var token in Token().Matches(template).Select(match => match.Groups["token"].Value.Trim()))
        {
            if (!Tokens.Contains(token, StringComparer.Ordinal))
            {
                yield return $"The token {{{{{token}}}}} is not understood by every client. Known are {string.Join(", ", Tokens)}.";
            }
        }

        if (Token().Replace(template, string.Empty).AsSpan().ContainsAny('{', '}'))
        {
            yield return "A token begins with {{ and ends with }}.";
        }
    }

    private static bool IsRead(string path, string resourceType) =>
        path.StartsWith(resourceType + "/", StringComparison.Ordinal)
        && Token().Match(path, resourceType.Length + 1) is { Success: true } token
        && token.Index == resourceType.Length + 1
        && token.Index + token.Length == path.Length;

    private static IEnumerable<string> SearchFaults(string query)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var parameter in query.Split('&'))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? parameter : parameter[..equals];
            var value = equals < 0 ? string.Empty : parameter[(equals + 1)..];
            if (name.Length == 0 || value.Length == 0)
            {
                yield return "A search parameter is written name=value.";
            }
            else if (!names.Add(name.Split(':')[0]))
            {
                yield return $"The parameter {name} stands there twice: some clients make one of the two, joined with a comma, which means or.";
            }
            else if (FaultOf(name, value) is { } fault)
            {
                yield return fault;
            }
        }
    }

    private static string? FaultOf(string name, string value)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (name.Contains('.', StringComparison.Ordinal))
        {
            return $"{name} chains parameters, which is outside of what every client understands.";
        }

        if (colon >= 0 && name[(colon + 1)..] is not "in")
        {
            return $"{name} has a modifier; only :in may be used.";
        }

        if (name.StartsWith('_') && !ResultParameters.Contains(name, StringComparer.Ordinal))
        {
            return $"{name} may not be used: of the parameters with an underscore only {string.Join(", ", ResultParameters)} may.";
        }

        if (name is "_sort" && !Sort().IsMatch(value))
        {
            return "_sort takes names of parameters, with a minus for descending order.";
        }

        return Prefix().IsMatch(value) ? $"The value of {name} begins with a prefix other than eq, lt, gt, ge, le." : null;
    }

    [GeneratedRegex(@"\{\{(?<token>[^{}]*)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex("^-?[A-Za-z_-]+(,-?[A-Za-z_-]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sort();

    [GeneratedRegex(@"^(ne|sa|eb|ap)[0-9]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Prefix();
}
