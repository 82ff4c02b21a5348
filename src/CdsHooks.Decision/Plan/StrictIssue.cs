using System.Text.RegularExpressions;
using CdsHooks.Fhir;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using Hl7.Fhir.Validation;

namespace CdsHooks.Decision.Plan;

/// <summary>
/// Tells what Firely's strict deserializer finds in words for the person who keeps the rules. Of an issue only its code and its place
/// are taken: its message quotes values.
/// </summary>
internal static partial class StrictIssue
{
    // An issue of a list as a whole is placed at the item that would come next.
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

    // What is wrong below such a part only follows from it.
    private static readonly HashSet<string> HidesWhatIsBelow = new(StringComparer.Ordinal)
    {
        CodedValidationException.UNKNOWN_ELEMENT_CODE,
        CodedValidationException.ELEMENT_CANNOT_BE_EMPTY_CODE,
        FhirJsonException.OBJECTS_CANNOT_BE_EMPTY_CODE,
        FhirJsonException.UNEXPECTED_PRIMITIVE_VALUE_FOR_NON_PRIMITIVE_CODE,
        FhirJsonException.UNEXPECTED_OBJECT_VALUE_FOR_PRIMITIVE_CODE,
    };

    /// <summary>Tells why a file holds no resource.</summary>
    /// <param name="resource">What was read of it, if anything.</param>
    /// <param name="parseIssues">What the deserializer found.</param>
    public static string WhyNoResource(Resource? resource, IEnumerable<CodedException> parseIssues) =>
        resource is null or { TypeName: "" }
        || parseIssues.Any(issue => issue.ErrorCode is FhirJsonException.NO_RESOURCETYPE_PROPERTY_CODE or FhirJsonException.RESOURCETYPE_SHOULD_BE_STRING_CODE)
            ? "A FHIR resource with a resourceType is expected."
            : "FHIR R4 has no type of resource with this name.";

    /// <summary>Tells each issue once, at its place, in the order of the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="located">What was read of it, malformed parts and all.</param>
    /// <param name="parseIssues">What the deserializer found.</param>
    public static IReadOnlyList<KnowledgeIssue> Of(string file, LocatedResource located, IEnumerable<CodedException> parseIssues)
    {
        List<(string Code, string Location, long Line, long Position)> found =
            [.. parseIssues.OfType<ExtendedCodedException>().Select(issue => (issue.ErrorCode, LocationOf(issue, located), issue.LineNumber ?? 0, issue.Position ?? 0))];
        string[] hiding = [.. found.Where(issue => HidesWhatIsBelow.Contains(issue.Code)).Select(issue => issue.Location)];
        return
        [
            .. found
                .Where(issue => !hiding.Any(location => IsBelow(issue.Location, location)))
                .OrderBy(issue => issue.Line)
                .ThenBy(issue => issue.Position)
                .DistinctBy(issue => issue.Location, StringComparer.Ordinal)
                .Select(issue => new KnowledgeIssue(file, issue.Location, $"{Words(issue.Code, issue.Location, located)} (line {issue.Line}).")),
        ];
    }

    private static string LocationOf(ExtendedCodedException issue, LocatedResource located)
    {
        // The root is named so where the resource holds nothing but its type.
        var location = (issue.InstancePath ?? string.Empty).Replace("$this", located.Resource.TypeName, StringComparison.Ordinal);
        return OfWholeElement.Contains(issue.ErrorCode) ? LastIndex().Replace(location, string.Empty) : location;
    }

    private static bool IsBelow(string location, string above) =>
        location.Length > above.Length && location.StartsWith(above, StringComparison.Ordinal) && location[above.Length] is '.' or '[';

    private static string Words(string code, string location, LocatedResource located) => code switch
    {
        FhirJsonException.DUPLICATE_PROPERTY_CODE or FhirJsonException.PRIMITIVE_VALUE_SUPPLIED_TWICE_CODE =>
            "Something stands here twice: two members of one name, or one value in two types",
        FhirJsonException.EXPECTED_PRIMITIVE_NOT_NULL_CODE or CodedValidationException.REPEATING_ELEMENT_CANNOT_CONTAIN_NULL_CODE
            or FhirJsonException.PRIMITIVE_ARRAYS_ONLY_NULL_CODE => "FHIR has no null here: leave out what has no value",
        FhirJsonException.OBJECTS_CANNOT_BE_EMPTY_CODE or FhirJsonException.ARRAYS_CANNOT_BE_EMPTY_CODE
            or CodedValidationException.ELEMENT_CANNOT_BE_EMPTY_CODE => "Nothing stands in this: leave it out",
        FhirJsonException.NESTED_ARRAY_CODE => "A list cannot stand in a list",
        FhirJsonException.UNEXPECTED_PRIMITIVE_VALUE_FOR_NON_PRIMITIVE_CODE => "An object is expected here",
        FhirJsonException.UNEXPECTED_OBJECT_VALUE_FOR_PRIMITIVE_CODE => $"A value is expected here, not an object{TypeAt(location, located)}",
        FhirJsonException.USE_OF_UNDERSCORE_WITH_NON_PRIMITIVE_CODE or FhirJsonException.UNDERSCORE_SHOULD_BE_OBJECT_CODE =>
            "A name with an underscore holds an object with what FHIR adds to a simple value",
        CodedValidationException.MANDATORY_ELEMENT_MUST_BE_PRESENT_CODE or CodedValidationException.INCORRECT_CARDINALITY_MIN_CODE =>
            "FHIR asks for this element, and it is missing",
        CodedValidationException.INCORRECT_CARDINALITY_MAX_CODE => "FHIR allows fewer of these",
        CodedValidationException.CHOICE_TYPE_NOT_ALLOWED_CODE => "FHIR allows no value of this type here",
        CodedValidationException.INVALID_CODED_VALUE_CODE => "This is none of the codes that FHIR allows here",
        CodedValidationException.INCORRECT_LITERAL_VALUE_TYPE_CODE => $"This value has the wrong JSON type{TypeAt(location, located)}",
        CodedValidationException.LITERAL_INVALID_CODE => $"This is not written as FHIR writes it{TypeAt(location, located)}",
        CodedValidationException.PROPERTY_TYPE_MISMATCH_CODE => IsOne(location, located)
            ? "FHIR has a list here: put brackets around the one item"
            : "FHIR has one of these here, not a list",
        CodedValidationException.UNKNOWN_ELEMENT_CODE or CodedValidationException.WRONG_CASED_ELEMENT_CODE => "FHIR has no element of this name here",
        CodedValidationException.WRONG_CASED_RESOURCE_TYPE_CODE => "FHIR writes the name of this type with other capitals",
        CodedValidationException.NARRATIVE_XML_IS_MALFORMED_CODE or CodedValidationException.NARRATIVE_XML_IS_INVALID_CODE =>
            "This is not the XHTML that FHIR allows in a narrative",
        _ => $"This is not FHIR R4 (Firely's issue {code})",
    };

    /// <summary>The FHIR type of a simple value, such as <c>, a dateTime</c>, where there is one.</summary>
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
