using System.Text.RegularExpressions;
using CdsHooks.Fhir;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using Hl7.Fhir.Validation;

namespace CdsHooks.Decision.Plan;

/// <summary>
/// Translates the issues of Firely's strict deserializer for the author of the rules. Only the code and location of an issue are used:
/// its message quotes values.
/// </summary>
internal static partial class StrictIssue
{
    // Firely locates an issue of a whole list at the next item.
    private static readonly HashSet<string> OfWholeElement = new(StringComparer.Ordinal)
    {
        CodedValidationException.INCORRECT_CARDINALITY_MIN_CODE,
        CodedValidationException.INCORRECT_CARDINALITY_MAX_CODE,
        CodedValidationException.REPEATING_ELEMENT_CANNOT_CONTAIN_NULL_CODE,
        CodedValidationException.PROPERTY_TYPE_MISMATCH_CODE,
        CodedValidationException.UNKNOWN_ELEMENT_CODE,
        CodedValidationException.WRONG_CASED_ELEMENT_CODE,
        FhirJsonException.ARRAYS_CANNOT_BE_EMPTY_CODE,
        FhirJsonException.PRIMITIVE_ARRAYS_ONLY_NULL_CODE,
    };

    // Issues below such an element are only consequences.
    private static readonly HashSet<string> HidesIssuesBelow = new(StringComparer.Ordinal)
    {
        CodedValidationException.UNKNOWN_ELEMENT_CODE,
        CodedValidationException.ELEMENT_CANNOT_BE_EMPTY_CODE,
        FhirJsonException.OBJECTS_CANNOT_BE_EMPTY_CODE,
        FhirJsonException.UNEXPECTED_PRIMITIVE_VALUE_FOR_NON_PRIMITIVE_CODE,
        FhirJsonException.UNEXPECTED_OBJECT_VALUE_FOR_PRIMITIVE_CODE,
    };

    /// <summary>Explains why a file contains no resource.</summary>
    /// <param name="resource">The resource as read, if any.</param>
    /// <param name="parseIssues">The issues of the deserializer.</param>
    public static string NoResourceMessage(Resource? resource, IEnumerable<CodedException> parseIssues) =>
        resource is null or { TypeName: "" }
        || parseIssues.Any(issue => issue.ErrorCode is FhirJsonException.NO_RESOURCETYPE_PROPERTY_CODE or FhirJsonException.RESOURCETYPE_SHOULD_BE_STRING_CODE)
            ? "A FHIR resource with a resourceType is expected."
            : "FHIR R4 has no resource type with this name.";

    /// <summary>Translates the issues, one per location, in the order of the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="located">The resource as read, including malformed elements.</param>
    /// <param name="parseIssues">The issues of the deserializer.</param>
    public static IReadOnlyList<KnowledgeIssue> Of(string file, LocatedResource located, IEnumerable<CodedException> parseIssues)
    {
        List<(string Code, string Location, long Line, long Position)> found =
            [.. parseIssues.OfType<ExtendedCodedException>().Select(issue => (issue.ErrorCode, LocationOf(issue, located), issue.LineNumber ?? 0, issue.Position ?? 0))];
        string[] hiding = [.. found.Where(issue => HidesIssuesBelow.Contains(issue.Code)).Select(issue => issue.Location)];
        return
        [
            .. found
                .Where(issue => !hiding.Any(location => IsBelow(issue.Location, location)))
                .OrderBy(issue => issue.Line)
                .ThenBy(issue => issue.Position)
                .DistinctBy(issue => issue.Location, StringComparer.Ordinal)
                .Select(issue => new KnowledgeIssue(file, issue.Location, $"{MessageOf(issue.Code, issue.Location, located)} (line {issue.Line}).")),
        ];
    }

    private static string LocationOf(ExtendedCodedException issue, LocatedResource located)
    {
        // Firely names the root $this where the resource has only a type.
        var location = (issue.InstancePath ?? string.Empty).Replace("$this", located.Resource.TypeName, StringComparison.Ordinal);
        return OfWholeElement.Contains(issue.ErrorCode) ? LastIndex().Replace(location, string.Empty) : location;
    }

    private static bool IsBelow(string location, string above) =>
        location.Length > above.Length && location.StartsWith(above, StringComparison.Ordinal) && location[above.Length] is '.' or '[';

    private static string MessageOf(string code, string location, LocatedResource located) => code switch
    {
        FhirJsonException.DUPLICATE_PROPERTY_CODE or FhirJsonException.PRIMITIVE_VALUE_SUPPLIED_TWICE_CODE =>
            "This is a duplicate: two members with one name, or one value in two types",
        FhirJsonException.EXPECTED_PRIMITIVE_NOT_NULL_CODE or CodedValidationException.REPEATING_ELEMENT_CANNOT_CONTAIN_NULL_CODE
            or FhirJsonException.PRIMITIVE_ARRAYS_ONLY_NULL_CODE => "FHIR allows no null here: omit a member without a value",
        FhirJsonException.OBJECTS_CANNOT_BE_EMPTY_CODE or FhirJsonException.ARRAYS_CANNOT_BE_EMPTY_CODE
            or CodedValidationException.ELEMENT_CANNOT_BE_EMPTY_CODE => "This is empty: omit it",
        FhirJsonException.NESTED_ARRAY_CODE => "A list cannot contain a list",
        FhirJsonException.UNEXPECTED_PRIMITIVE_VALUE_FOR_NON_PRIMITIVE_CODE => "An object is expected here",
        FhirJsonException.UNEXPECTED_OBJECT_VALUE_FOR_PRIMITIVE_CODE => $"A value is expected here, not an object{TypeAt(location, located)}",
        FhirJsonException.USE_OF_UNDERSCORE_WITH_NON_PRIMITIVE_CODE or FhirJsonException.UNDERSCORE_SHOULD_BE_OBJECT_CODE =>
            "A member with an underscore must be an object with the id or extensions of a primitive value",
        CodedValidationException.MANDATORY_ELEMENT_MUST_BE_PRESENT_CODE or CodedValidationException.INCORRECT_CARDINALITY_MIN_CODE =>
            "FHIR requires this element, and it is missing",
        CodedValidationException.INCORRECT_CARDINALITY_MAX_CODE => "FHIR allows fewer of these",
        CodedValidationException.CHOICE_TYPE_NOT_ALLOWED_CODE => "FHIR allows no value of this type here",
        CodedValidationException.INVALID_CODED_VALUE_CODE => "FHIR does not allow this code here",
        CodedValidationException.INCORRECT_LITERAL_VALUE_TYPE_CODE => $"This value has the wrong JSON type{TypeAt(location, located)}",
        CodedValidationException.LITERAL_INVALID_CODE => $"This is not in the format of FHIR{TypeAt(location, located)}",
        CodedValidationException.PROPERTY_TYPE_MISMATCH_CODE => IsOne(location, located)
            ? "FHIR has a list here: put the item in brackets"
            : "FHIR has a single item here, not a list",
        CodedValidationException.UNKNOWN_ELEMENT_CODE or CodedValidationException.WRONG_CASED_ELEMENT_CODE => "FHIR has no element with this name here",
        CodedValidationException.WRONG_CASED_RESOURCE_TYPE_CODE => "FHIR writes the name of this type in other letter case",
        CodedValidationException.NARRATIVE_XML_IS_MALFORMED_CODE or CodedValidationException.NARRATIVE_XML_IS_INVALID_CODE =>
            "This is not the XHTML that FHIR allows in a narrative",
        _ => $"This is not FHIR R4 (Firely's issue {code})",
    };

    /// <summary>Describes the FHIR type of a primitive value; empty for anything else.</summary>
    private static string TypeAt(string location, LocatedResource located) =>
        located.Along(location) is [.., PrimitiveType value] ? $": FHIR's type is {value.TypeName}" : string.Empty;

    private static bool IsOne(string location, LocatedResource located)
    {
        var end = location.LastIndexOf('.');
        var parent = located.Along(location[..end]) is [.., var found] ? found : located.Resource;
        return parent.TryGetValue(location[(end + 1)..], out var value) && value is Base;
    }

    [GeneratedRegex(@"\[[0-9]+\]\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastIndex();
}
