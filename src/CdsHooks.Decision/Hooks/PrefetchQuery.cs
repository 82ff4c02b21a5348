using System.Text.RegularExpressions;

namespace CdsHooks.Decision.Hooks;

/// <summary>Checks the query of a prefetch template, after the question mark.</summary>
internal static partial class PrefetchQuery
{
    public static IEnumerable<TemplateIssue> IssuesOf(string query, string resourceType)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        var namesPatient = false;
        foreach (var parameter in query.Split('&'))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? parameter : parameter[..equals];
            var value = equals < 0 ? string.Empty : parameter[(equals + 1)..];
            namesPatient |= name is "patient" or "subject" or "_id" && value.Contains("{{context.", StringComparison.Ordinal);
            if (name.Length == 0 || value.Length == 0)
            {
                yield return new TemplateIssue("A search parameter is written name=value.");
                continue;
            }

            if (!names.Add(name.Split(':')[0]))
            {
                yield return new TemplateIssue($"The parameter {name} occurs twice: some clients combine the two with a comma, which means OR.", IsError: false);
            }

            foreach (var issue in IssuesOf(name, value, resourceType))
            {
                yield return issue;
            }
        }

        if (!namesPatient)
        {
            yield return new TemplateIssue("This search names no patient and would return the records of all patients: patient={{context.patientId}} is expected.");
        }
    }

    private static IEnumerable<TemplateIssue> IssuesOf(string name, string value, string resourceType)
    {
        if (FormIssue(name, resourceType) is { } issue)
        {
            yield return new TemplateIssue(issue);
        }
        else if (name is "_sort")
        {
            if (!Sort().IsMatch(value) || !value.Split(',').All(key => SearchParameters.KindOf(resourceType, key.TrimStart('-')) is not null))
            {
                yield return new TemplateIssue($"The value of _sort must be search parameters of {resourceType}, with a minus for descending order.", IsError: false);
            }
        }
        else if (name is "_count" or "_maxresults")
        {
            yield return new TemplateIssue(CountIssue(name), IsError: false);
        }
        else
        {
            foreach (var doubt in ValueIssues(name, value, SearchParameters.KindOf(resourceType, name.Split(':')[0])))
            {
                yield return doubt;
            }
        }
    }

    private static string CountIssue(string name) => name is "_count"
        ? "_count is the size of a page, not of the result: a client that sends only the first page truncates the result."
        : "_maxresults is a parameter of FHIR R5, which strict R4 servers reject.";

    /// <summary>Finds the issue of a parameter that no template can use, whatever its value.</summary>
    private static string? FormIssue(string name, string resourceType)
    {
        var bare = name.Split(':')[0];
        var kind = SearchParameters.KindOf(resourceType, bare);
        return name switch
        {
            _ when bare is "_has" => "_has searches by other resources, which not every client supports.",
            _ when name.Contains('.', StringComparison.Ordinal) => $"{name} chains parameters, which not every client supports.",
            "_count" or "_sort" or "_maxresults" => null,
            _ when kind is null && bare.StartsWith('_') =>
                $"{bare} is not allowed: the allowed parameters with an underscore are _id, _lastUpdated, _tag, _security, _count and _sort.",
            _ when kind is null => $"{bare} is not allowed: it is no reference, token or date parameter of {resourceType} in FHIR R4.",
            _ => name.Length == bare.Length || (kind is SearchParameterKind.Token && name[bare.Length..] is ":in")
                ? null
                : $"{name} has a modifier; only :in is allowed, on a token parameter.",
        };
    }

    private static IEnumerable<TemplateIssue> ValueIssues(string name, string value, SearchParameterKind? kind)
    {
        if (kind is SearchParameterKind.Date && OtherPrefix().IsMatch(value))
        {
            yield return new TemplateIssue($"The value of {name} has a prefix other than eq, lt, gt, ge, le.");
        }
        else if (kind is SearchParameterKind.Date && !Date().IsMatch(value))
        {
            yield return new TemplateIssue($"The value of {name} must be a date such as ge2025-06-01.");
        }

        if (value.Contains(',', StringComparison.Ordinal))
        {
            yield return new TemplateIssue($"The value of {name} is a list; support for a comma as OR is optional for servers.", IsError: false);
        }

        if (value.Contains('?', StringComparison.Ordinal))
        {
            yield return new TemplateIssue($"The value of {name} contains a question mark, at which some clients truncate the query: write %3F.", IsError: false);
        }
    }

    [GeneratedRegex("^-?[A-Za-z_-]+(,-?[A-Za-z_-]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sort();

    [GeneratedRegex(@"^(ne|sa|eb|ap)[0-9]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherPrefix();

    [GeneratedRegex(@"^(eq|lt|gt|ge|le)?([0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[^,]*)?)?)?|\{\{[^{}]*\}\})(,.*)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Date();
}
