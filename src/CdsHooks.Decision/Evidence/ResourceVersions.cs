using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>Keeps only the newest of several versions of one resource.</summary>
internal static class ResourceVersions
{
    /// <summary>
    /// Removes resources that a newer version of the same resource replaces. If it is not known which version is newer, all stay; if one of
    /// those was entered in error, the other is contested.
    /// </summary>
    /// <param name="resources">The resources, from which the older versions are removed.</param>
    /// <param name="others">Other resources, which may be newer versions of some of them.</param>
    public static void KeepNewest(List<GuardedResource> resources, IReadOnlyCollection<GuardedResource> others)
    {
        Dictionary<(string Type, string Id), GuardedResource> newest = [];
        HashSet<GuardedResource>? replaced = null;
        HashSet<GuardedResource>? contested = null;
        foreach (var resource in resources.Concat(others))
        {
            if (resource.Resource.Id is not { Length: > 0 } id)
            {
                continue;
            }

            var key = (resource.Resource.TypeName, id);
            if (!newest.TryGetValue(key, out var other))
            {
                newest[key] = resource;
                continue;
            }

            var order = Order(resource.Resource, other.Resource);
            if (order is 0 && IsInError(resource) != IsInError(other))
            {
                (contested ??= []).Add(IsInError(resource) ? other : resource);
            }

            if (order is not 0)
            {
                (replaced ??= []).Add(order > 0 ? other : resource);
            }

            newest[key] = order < 0 ? other : resource;
        }

        if (contested is not null)
        {
            resources.AddRange(contested.Where(resources.Remove).Select(resource => resource.Contested()).ToList());
        }

        if (replaced is not null)
        {
            resources.RemoveAll(replaced.Contains);
        }
    }

    /// <summary>Determines whether a resource was entered in error, malformed or not.</summary>
    public static bool IsInError(GuardedResource resource) => resource.Resource switch
    {
        Condition condition => StatusTable.Of(condition).Verification.Value is "entered-in-error",
        AllergyIntolerance allergy => StatusTable.Of(allergy).Verification.Value is "entered-in-error",
        var other => other.TryGetValue("status", out var status) && status is PrimitiveType word && word.Word() is "entered-in-error",
    };

    /// <summary>Compares two versions: positive when the first is newer, negative when it is older, 0 when it is not known.</summary>
    private static int Order(Resource one, Resource other)
    {
        if (Number(one) is { } version && Number(other) is { } otherVersion)
        {
            return version.Length != otherVersion.Length ? version.Length.CompareTo(otherVersion.Length) : string.CompareOrdinal(version, otherVersion);
        }

        return one.Meta?.LastUpdatedElement.AsDate() is { Instant: { } updated } && other.Meta?.LastUpdatedElement.AsDate() is { Instant: { } otherUpdated }
            ? updated.CompareTo(otherUpdated)
            : 0;
    }

    /// <summary>Gets the digits of a numeric version, without leading zeros; null for others. Compared as text, since a client may send millions of digits.</summary>
    private static string? Number(Resource resource) =>
        resource.Meta?.VersionIdElement.Word() is { Length: > 0 } version && version.All(char.IsAsciiDigit) ? version.TrimStart('0') : null;
}
