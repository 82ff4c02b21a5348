using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CdsHooks.Fhir;

/// <summary>
/// One element of a resource, or the place where one is missing. Reading what is absent gives null or another missing node;
/// reading what is malformed gives null and reports an issue on the resource.
/// </summary>
/// <param name="Resource">The resource that the element belongs to and that issues are reported on.</param>
/// <param name="Json">The element's JSON; of kind Undefined where it is missing.</param>
public readonly record struct FhirNode(FhirResource Resource, JsonElement Json)
{
    /// <summary>Whether the element is there and not JSON's <c>null</c>.</summary>
    public bool Exists => Json.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>
    /// Where the element stands, as <see cref="FhirIssue.Location"/>. Costs a walk from the root: meant for issues and faults.
    /// A missing node gives the resource's own location.
    /// </summary>
    public string Location => Resource is null ? "" : Resource.LocationOf(Json);

    /// <summary>The child element of that name.</summary>
    /// <param name="name">JSON's name, such as <c>"valueQuantity"u8</c>. Of two children of one name the last counts.</param>
    /// <returns>The child, or a missing node. On an element that exists and is no object, also reports <see cref="FhirIssueCode.WrongKind"/>.</returns>
    [SuppressMessage("Design", "CA1043:Use Integral Or String Argument For Indexers", Justification = "UTF-8 names keep the look-up free of allocations.")]
    public FhirNode this[ReadOnlySpan<byte> name]
    {
        get
        {
            if (Json.ValueKind is JsonValueKind.Object)
            {
                return new FhirNode(Resource, Child(name));
            }

            if (Exists)
            {
                Report(FhirIssueCode.WrongKind, "object");
            }

            return new FhirNode(Resource, default);
        }
    }

    /// <summary>The items of a repeating child.</summary>
    /// <param name="name">JSON's name of the child.</param>
    /// <returns>As <see cref="AsItems"/>.</returns>
    public FhirItems Items(ReadOnlySpan<byte> name) => this[name].AsItems();

    /// <summary>The items of this repeating element.</summary>
    /// <returns>
    /// The array's items without its nulls; an element that is no array as its only item, with an issue
    /// (<see cref="FhirIssueCode.LoneItem"/>) that leaves the evidence usable; nothing where the element is missing.
    /// </returns>
    public FhirItems AsItems()
    {
        if (Exists && Json.ValueKind is not JsonValueKind.Array)
        {
            Report(FhirIssueCode.LoneItem, "array");
        }

        return new FhirItems(this);
    }

    /// <summary>The extension with that URL.</summary>
    /// <param name="url">The extension's URL, compared as it stands.</param>
    /// <returns>The first such extension, to read its <c>value[x]</c> from, or a missing node.</returns>
    public FhirNode Extension(ReadOnlySpan<byte> url)
    {
        foreach (var extension in Items("extension"u8))
        {
            if (extension["url"u8].Utf8Equals(url))
            {
                return extension;
            }
        }

        return new FhirNode(Resource, default);
    }

    /// <summary>The element's text.</summary>
    /// <returns>The text, as sent, or null where the element is missing or malformed.</returns>
    public string? AsString()
    {
        if (!IsString())
        {
            return null;
        }

        try
        {
            return Json.GetString();
        }
        catch (InvalidOperationException)
        {
            Report(FhirIssueCode.InvalidString, "Unicode text");
            return null;
        }
    }

    /// <summary>The element's truth value. The strings <c>"true"</c> and <c>"false"</c> are malformed.</summary>
    /// <returns>The value, or null where the element is missing or malformed.</returns>
    public bool? AsBoolean()
    {
        switch (Json.ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                ReportKindUnlessMissing("boolean");
                return null;
        }
    }

    /// <summary>The element's whole number. <c>3.0</c> is accepted for 3.</summary>
    /// <returns>The number, or null where the element is missing, malformed, fractional or beyond 32 bits.</returns>
    public int? AsInteger()
    {
        if (Json.ValueKind is not JsonValueKind.Number)
        {
            ReportKindUnlessMissing("integer");
            return null;
        }

        if (Json.TryGetInt32(out var integer))
        {
            return integer;
        }

        if (Json.TryGetDecimal(out var number) && decimal.IsInteger(number) && number is >= int.MinValue and <= int.MaxValue)
        {
            return (int)number;
        }

        Report(FhirIssueCode.InvalidNumber, "integer");
        return null;
    }

    /// <summary>The element's number, exactly as written up to 28 digits.</summary>
    /// <returns>The number, or null where the element is missing, malformed or beyond <see cref="decimal"/>.</returns>
    public decimal? AsDecimal()
    {
        if (Json.ValueKind is not JsonValueKind.Number)
        {
            ReportKindUnlessMissing("decimal");
            return null;
        }

        if (Json.TryGetDecimal(out var number))
        {
            return number;
        }

        Report(FhirIssueCode.InvalidNumber, "decimal");
        return null;
    }

    /// <summary>The element's date, dateTime or instant.</summary>
    /// <returns>The date with the precision it was given, or null where the element is missing or malformed.</returns>
    public FhirDateTime? AsDateTime()
    {
        if (!TryGetUtf8(out var text))
        {
            return null;
        }

        if (FhirDateTime.TryParse(text, out var value))
        {
            return value;
        }

        Report(FhirIssueCode.InvalidDate, "date, dateTime or instant");
        return null;
    }

    /// <summary>The element's period, each end of which may be absent.</summary>
    /// <returns>The period, or null where the element is missing or no object.</returns>
    public FhirPeriod? AsPeriod()
    {
        var start = this["start"u8].AsDateTime();
        var end = this["end"u8].AsDateTime();
        return Json.ValueKind is JsonValueKind.Object ? new FhirPeriod(start, end) : null;
    }

    /// <summary>Compares the element's text without allocating.</summary>
    /// <param name="text">The text to compare with, ordinally.</param>
    /// <returns>Whether the element is exactly that text; false where it is missing or malformed.</returns>
    public bool Utf8Equals(ReadOnlySpan<byte> text) => TryGetUtf8(out var own) && own.SequenceEqual(text);

    /// <summary>Puts down on the resource that this element is wrong. Once per element and code.</summary>
    /// <param name="code">What is wrong. Everything but <see cref="FhirIssueCode.LoneItem"/> makes the evidence unusable.</param>
    /// <param name="expected">What belongs there, in a few words; never a value from the resource.</param>
    public void Report(FhirIssueCode code, string expected) => Resource?.Report(Json, code, expected);

    /// <summary>The element's location.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Location;

    /// <summary>The element's text as UTF-8, without its quotes; allocates only where it holds escapes.</summary>
    internal bool TryGetUtf8(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!IsString())
        {
            return false;
        }

        text = JsonMarshal.GetRawUtf8Value(Json)[1..^1];
        if (!text.Contains((byte)'\\'))
        {
            return true;
        }

        text = AsString() is { } unescaped ? Encoding.UTF8.GetBytes(unescaped) : default(ReadOnlySpan<byte>);
        return !text.IsEmpty;
    }

    private JsonElement Child(ReadOnlySpan<byte> name)
    {
        try
        {
            return Json.TryGetProperty(name, out var child) ? child : default;
        }
        catch (InvalidOperationException)
        {
            // A neighbour's escaped name holds a lone surrogate, which the reader finds out only on comparing.
            Report(FhirIssueCode.InvalidString, "Unicode names");
            return ChildByBytes(name);
        }
    }

    private JsonElement ChildByBytes(ReadOnlySpan<byte> name)
    {
        var found = default(JsonElement);
        foreach (var property in Json.EnumerateObject())
        {
            if (JsonMarshal.GetRawUtf8PropertyName(property).SequenceEqual(name))
            {
                found = property.Value;
            }
        }

        return found;
    }

    private bool IsString()
    {
        if (Json.ValueKind is JsonValueKind.String)
        {
            return true;
        }

        ReportKindUnlessMissing("string");
        return false;
    }

    private void ReportKindUnlessMissing(string expected)
    {
        if (Exists)
        {
            Report(FhirIssueCode.WrongKind, expected);
        }
    }
}
