using System.Text.Json.Nodes;

namespace CdsHooks.Workbench;

/// <summary>JSON Merge Patch (RFC 7396): the difference of two objects.</summary>
internal static class MergePatch
{
    /// <summary>Applies a patch to an object.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject)
                {
                    target[name] = new JsonObject();
                }

                Apply((JsonObject)target[name]!, inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    /// <summary>Makes the patch that turns one object into another.</summary>
    public static JsonObject Between(JsonObject before, JsonObject after)
    {
        JsonObject patch = [];
        foreach (var (name, _) in before.Where(member => !after.ContainsKey(member.Key)))
        {
            patch[name] = null;
        }

        foreach (var (name, value) in after)
        {
            var old = before[name];
            if (old is JsonObject one && value is JsonObject other)
            {
                if (Between(one, other) is { Count: > 0 } inner)
                {
                    patch[name] = inner;
                }
            }
            else if (!JsonNode.DeepEquals(old, value) || !before.ContainsKey(name))
            {
                patch[name] = value?.DeepClone();
            }
        }

        return patch;
    }
}
