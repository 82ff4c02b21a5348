using System.Text.RegularExpressions;

namespace CdsHooks.Decision.Hooks;

/// <summary>Checks that prefetch templates use only what every client supports (CDS Hooks 2.0, Prefetch tokens and Prefetch query restrictions).</summary>
public static partial class PrefetchTemplate
{
    private static readonly string[] AlwaysFilled = ["context.patientId", "context.userId"];

    /// <summary>Tokens that have no value in some calls: the encounter is optional, and a user is of one type only.</summary>
    private static readonly string[] SometimesFilled =
        ["context.encounterId", "userPractitionerId", "userPractitionerRoleId", "userPatientId", "userRelatedPersonId"];

    /// <summary>Lists the issues of a template.</summary>
    /// <param name="template">The template, such as <c>Condition?patient={{context.patientId}}</c>.</param>
    /// <param name="resourceType">The FHIR resource type of its key.</param>
    /// <returns>The issues in the order of the template; empty when every client can be expected to support it.</returns>
    public static IReadOnlyList<TemplateIssue> IssuesOf(string template, string resourceType)
    {
        List<TemplateIssue> issues = [.. TokenIssues(template)];
        var question = template.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? template : template[..question];
        if (question < 0 ? !IsRead(path, resourceType) : !string.Equals(path, resourceType, StringComparison.Ordinal))
        {
            issues.Add(new TemplateIssue($"A read ({resourceType}/{{{{token}}}}) or a search ({resourceType}?…) of {resourceType} is expected."));
        }

        if (question >= 0)
        {
            issues.AddRange(PrefetchQuery.IssuesOf(template[(question + 1)..], resourceType));
        }

        return issues;
    }

    private static IEnumerable<TemplateIssue> TokenIssues(string template)
    {
        foreach (var token in Token().Matches(template).Select(match => match.Groups["token"].Value))
        {
            if (SometimesFilled.Contains(token, StringComparer.Ordinal))
            {
                yield return new TemplateIssue($"{{{{{token}}}}} has no value in some calls, in which clients omit the whole key.", IsError: false);
            }
            else if (!AlwaysFilled.Contains(token, StringComparer.Ordinal))
            {
                yield return new TemplateIssue($"The token {{{{{token}}}}} is not supported by every client. Supported are {string.Join(", ", [.. AlwaysFilled, .. SometimesFilled])}.");
            }
        }

        if (Token().Replace(template, string.Empty).AsSpan().ContainsAny('{', '}'))
        {
            yield return new TemplateIssue("A token begins with {{ and ends with }}.");
        }
    }

    private static bool IsRead(string path, string resourceType) =>
        path.StartsWith(resourceType + "/", StringComparison.Ordinal)
        && Token().Match(path, resourceType.Length + 1) is { Success: true } token
        && token.Index == resourceType.Length + 1
        && token.Index + token.Length == path.Length;

    [GeneratedRegex(@"\{\{(?<token>[^{}]*)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}

/// <summary>One issue of a prefetch template.</summary>
/// <param name="Message">One sentence for the author of the discovery document.</param>
/// <param name="IsError">True when CDS Hooks forbids it (SHALL); false when some clients are known to fail on it (SHOULD, experience).</param>
public sealed record TemplateIssue(string Message, bool IsError = true);
