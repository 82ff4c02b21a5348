using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CdsHooks.Fhir;

/// <summary>
/// Works out where an element stands, by following the bytes it covers down from the root: no view has to carry a path, so
/// the healthy way costs nothing.
/// </summary>
internal static class FhirLocation
{
    internal static string Of(JsonElement root, string rootName, JsonElement target)
    {
        var path = new StringBuilder(rootName);
        if (root.ValueKind is JsonValueKind.Undefined || target.ValueKind is JsonValueKind.Undefined)
        {
            return path.ToString();
        }

        var bytes = JsonMarshal.GetRawUtf8Value(target);
        var current = root;
        var isUnderWay = true;
        while (isUnderWay && !IsAt(current, bytes))
        {
            isUnderWay = TryDescend(ref current, bytes, path);
        }

        return path.ToString();
    }

    private static bool TryDescend(ref JsonElement current, ReadOnlySpan<byte> target, StringBuilder path)
    {
        if (current.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in current.EnumerateObject())
            {
                if (Covers(property.Value, target))
                {
                    path.Append('.').Append(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(property)));
                    current = property.Value;
                    return true;
                }
            }
        }

        return current.ValueKind is JsonValueKind.Array && TryDescendIntoArray(ref current, target, path);
    }

    private static bool TryDescendIntoArray(ref JsonElement current, ReadOnlySpan<byte> target, StringBuilder path)
    {
        var index = 0;
        foreach (var item in current.EnumerateArray())
        {
            if (Covers(item, target))
            {
                path.Append(CultureInfo.InvariantCulture, $"[{index}]");
                current = item;
                return true;
            }

            index++;
        }

        return false;
    }

    private static bool Covers(JsonElement element, ReadOnlySpan<byte> target) =>
        JsonMarshal.GetRawUtf8Value(element).Overlaps(target);

    private static bool IsAt(JsonElement element, ReadOnlySpan<byte> target)
    {
        var bytes = JsonMarshal.GetRawUtf8Value(element);
        return bytes.Length == target.Length && bytes.Overlaps(target, out var offset) && offset == 0;
    }
}
