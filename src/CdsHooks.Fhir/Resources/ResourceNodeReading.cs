using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CdsHooks.Fhir.Resources;

/// <summary>What several resources read alike.</summary>
internal static class ResourceNodeReading
{
    extension(FhirNode node)
    {
        internal string? FirstCode(ReadOnlySpan<byte> name)
        {
            foreach (var coding in new CodeableConcept(node[name]).Codings)
            {
                if (coding.Code is { } code)
                {
                    return code;
                }
            }

            return null;
        }

        internal FhirDateTime? EndElseStart() => node.AsPeriod() is { } period ? period.End ?? period.Start : null;

        internal FhirPeriod? AsDayPeriod() => node.AsDateTime() is { } day ? new FhirPeriod(day, day) : null;

        internal FhirDateTime? Effective() =>
            node["effectiveDateTime"u8].AsDateTime()
            ?? node["effectiveInstant"u8].AsDateTime()
            ?? node["effectivePeriod"u8].EndElseStart();

        internal FhirPeriod? Performed() =>
            node["performedPeriod"u8].AsPeriod() ?? node["performedDateTime"u8].AsDayPeriod();

        internal decimal? AsDays() => new Quantity(node).TryConvert("d", out var days) ? days : null;

        /// <summary>The child of every item, where it has that child.</summary>
        internal IEnumerable<CodeableConcept> Each(ReadOnlySpan<byte> items, string child) =>
            Each(node.Items(items), Encoding.UTF8.GetBytes(child));

        /// <summary>Finds <c>value[x]</c> and its like: the first child that exists and whose name goes on after the prefix.</summary>
        internal FhirNode FindChoice(ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> type)
        {
            type = default;
            if (node.Json.ValueKind is not JsonValueKind.Object)
            {
                return node["value"u8];
            }

            foreach (var property in node.Json.EnumerateObject())
            {
                var name = JsonMarshal.GetRawUtf8PropertyName(property);
                if (name.Length > prefix.Length
                    && name.StartsWith(prefix)
                    && char.IsAsciiLetterUpper((char)name[prefix.Length])
                    && property.Value.ValueKind is not JsonValueKind.Null)
                {
                    type = name[prefix.Length..];
                    return new FhirNode(node.Resource, property.Value);
                }
            }

            return new FhirNode(node.Resource, default);
        }
    }

    private static IEnumerable<CodeableConcept> Each(FhirItems items, byte[] child)
    {
        foreach (var item in items)
        {
            if (item[child] is { Exists: true } found)
            {
                yield return new CodeableConcept(found);
            }
        }
    }
}
