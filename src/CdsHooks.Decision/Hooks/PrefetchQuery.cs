using System.Text.RegularExpressions;

namespace CdsHooks.Decision.Hooks;

/// <summary>Checks the part of a prefetch template behind the question mark.</summary>
internal static partial class PrefetchQuery
{
    public static IEnumerable<TemplateFault> FaultsOf(string query, string resourceType)
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
                yield return new TemplateFault("A search parameter is written name=value.");
                continue;
            }

            if (!names.Add(name.Split(':')[0]))
            {
                yield return new TemplateFault($"The parameter {name} stands there twice: some clients make one of the two, joined with a comma, which means or.", IsError: false);
            }

            foreach (var fault in FaultsOf(name, value, resourceType))
            {
                yield return fault;
            }
        }

        if (!namesPatient)
        {
            yield return new TemplateFault("This search names no patient, and so asks for the records of all of them: patient={{context.patientId}} is expected.");
        }
    }

    private static IEnumerable<TemplateFault> FaultsOf(string name, string value, string resourceType)
    {
        if (FormFault(name, resourceType) is { } fault)
        {
            yield return new TemplateFault(fault);
        }
        else if (name is "_sort")
        {
            if (!Sort().IsMatch(value) || !value.Split(',').All(key => SearchParameters.KindOf(resourceType, key.TrimStart('-')) is not null))
            {
                yield return new TemplateFault($"_sort takes names of parameters of {resourceType}, with a minus for descending order.", IsError: false);
            }
        }
        else if (name is "_count" or "_maxresults")
        {
            yield return new TemplateFault(CountFault(name), IsError: false);
        }
        else
        {
            foreach (var doubt in ValueFaults(name, value, SearchParameters.KindOf(resourceType, name.Split(':')[0])))
            {
                yield return doubt;
            }
        }
    }

    private static string CountFault(string name) => name is "_count"
        ? "_count is the size of a page, not of the result: what a client leaves on its other pages counts as cut off."
        : "_maxresults is a parameter of FHIR R5, which strict servers of R4 refuse.";

    /// <summary>What no template may hold, whatever the value.</summary>
    private static string? FormFault(string name, string resourceType)
    {
        var bare = name.Split(':')[0];
        if (bare is "_has")
        {
            return "_has asks for other resources, which is outside of what every client understands.";
        }

        if (name.Contains('.', StringComparison.Ordinal))
        {
            return $"{name} chains parameters, which is outside of what every client understands.";
        }

        if (name is "_count" or "_sort" or "_maxresults")
        {
            return null;
        }

        if (SearchParameters.KindOf(resourceType, bare) is not { } kind)
        {
            return bare.StartsWith('_')
                ? $"{bare} may not be used: of the parameters with an underscore only _id, _lastUpdated, _tag, _security, _count and _sort may."
                : $"{bare} may not be used: in FHIR R4 it is no reference, token or date parameter of {resourceType}.";
        }

        return name.Length == bare.Length || (kind is SearchParameterKind.Token && name[bare.Length..] is ":in")
            ? null
            : $"{name} has a modifier; only :in may be used, with a token.";
    }

    private static IEnumerable<TemplateFault> ValueFaults(string name, string value, SearchParameterKind? kind)
    {
        if (kind is SearchParameterKind.Date && OtherPrefix().IsMatch(value))
        {
            yield return new TemplateFault($"The value of {name} begins with a prefix other than eq, lt, gt, ge, le.");
        }
        else if (kind is SearchParameterKind.Date && !Date().IsMatch(value))
        {
            yield return new TemplateFault($"The value of {name} must be a date such as ge2025-06-01.");
        }

        if (value.Contains(',', StringComparison.Ordinal))
        {
            yield return new TemplateFault($"The value of {name} is a list; whether a comma means or there is left open, and optional for servers.", IsError: false);
        }

        if (value.Contains('?', StringComparison.Ordinal))
        {
            yield return new TemplateFault($"The value of {name} holds a question mark, at which some clients cut the query off: write %3F.", IsError: false);
        }
    }

    [GeneratedRegex("^-?[A-Za-z_-]+(,-?[A-Za-z_-]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sort();

    [GeneratedRegex(@"^(ne|sa|eb|ap)[0-9]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherPrefix();

    [GeneratedRegex(@"^(eq|lt|gt|ge|le)?([0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[^,]*)?)?)?|\{\{[^{}]*\}\})(,.*)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Date();
}
