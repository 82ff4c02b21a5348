using System.Globalization;
using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>Of several versions of one resource only the newest speaks.</summary>
internal static class ResourceVersions
{
    /// <summary>Leaves out what a newer version of the same resource replaces. Versions that do not say which is newer all stay.</summary>
    /// <param name="resources">The resources; the older versions are taken out.</param>
    /// <param name="others">Resources that are not among them and may be newer versions of some.</param>
    public static void KeepNewest(List<GuardedResource> resources, IReadOnlyCollection<GuardedResource> others)
    {
        Dictionary<(string Type, string Id), GuardedResource> newest = [];
        HashSet<GuardedResource>? replaced = null;
        foreach (var resource in resources.Concat(others))
        {
            if (resource.Resource.Id is not { Length: > 0 } id)
            {
                continue;
            }

            var key = (resource.Resource.TypeName, id);
            if (newest.TryGetValue(key, out var other) && Order(resource.Resource, other.Resource) is not 0 and var order)
            {
                (replaced ??= []).Add(order > 0 ? other : resource);
                newest[key] = order > 0 ? resource : other;
            }
            else
            {
                newest[key] = resource;
            }
        }

        if (replaced is not null)
        {
            resources.RemoveAll(replaced.Contains);
        }
    }

    /// <summary>Positive where the first is newer, negative where it is older, 0 where nobody can tell.</summary>
    private static int Order(Resource one, Resource other)
    {
        if (int.TryParse(one.Meta?.VersionIdElement.Word(), CultureInfo.InvariantCulture, out var version) && int.TryParse(other.Meta?.VersionIdElement.Word(), CultureInfo.InvariantCulture, out var otherVersion))
        {
            return version.CompareTo(otherVersion);
        }

        return one.Meta?.LastUpdatedElement.AsDate() is { Instant: { } updated } && other.Meta?.LastUpdatedElement.AsDate() is { Instant: { } otherUpdated }
            ? updated.CompareTo(otherUpdated)
            : 0;
    }
}
