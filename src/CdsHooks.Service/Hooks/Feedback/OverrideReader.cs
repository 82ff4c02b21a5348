using System.Text.Json;
using CdsHooks.Decision.Intake;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>Reads the reason for dismissing a card in the forms of the specification, of the sandbox and of Epic's documentation.</summary>
internal static class OverrideReader
{
    /// <summary>Reads the reason of an entry.</summary>
    /// <exception cref="HookRequestException">The reason is present but has the wrong shape.</exception>
    public static OverrideAnswer Read(JsonElement entry, string path)
    {
        // Epic's documentation has the plural, with one object.
        var name = FeedbackText.Member(entry, "overrideReason").ValueKind is JsonValueKind.Undefined ? "overrideReasons" : "overrideReason";
        var answer = FeedbackText.Member(entry, name);
        var place = $"{path}.{name}";
        if (answer is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0)
        {
            answer = list[0];
            place = $"{place}[0]";
        }

        return answer.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Array => default,
            JsonValueKind.Object => ReadAnswer(answer, place),
            _ => throw new HookRequestException(place, "must be an object"),
        };
    }

    private static OverrideAnswer ReadAnswer(JsonElement answer, string path)
    {
        var (system, code) = ReadReason(FeedbackText.Member(answer, "reason"), $"{path}.reason");
        if (code is null)
        {
            (system, code) = ReadVendorReason(FeedbackText.Member(answer, "extension"));
        }

        var comment = FeedbackText.Member(answer, "userComment");
        if (comment.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.String))
        {
            throw new HookRequestException($"{path}.userComment", "must be a string");
        }

        (system, code) = FeedbackNames.Reason(system, code);
        var words = FeedbackText.Raw(comment);
        return new OverrideAnswer(system, code, string.IsNullOrWhiteSpace(words) ? null : words);
    }

    private static (string? System, string? Code) ReadReason(JsonElement reason, string path) => reason.ValueKind switch
    {
        JsonValueKind.Undefined => default,
        JsonValueKind.Object => (
            FeedbackText.Optional(FeedbackText.Member(reason, "system"), $"{path}.system"),
            FeedbackText.Optional(FeedbackText.Member(reason, "code"), $"{path}.code")),
        _ => throw new HookRequestException(path, "must be an object"),
    };

    /// <summary>Reads a coding from a vendor's extension. Its shape is not specified, so anything unreadable is ignored.</summary>
    private static (string? System, string? Code) ReadVendorReason(JsonElement extension)
    {
        if (extension.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in extension.EnumerateObject())
            {
                var coding = member.Value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0] : member.Value;
                if (coding.ValueKind is JsonValueKind.Object && FeedbackText.Token(FeedbackText.Member(coding, "code")) is { } code)
                {
                    return (FeedbackText.Token(FeedbackText.Member(coding, "system")) ?? Named(member), code);
                }
            }
        }

        return default;
    }

    private static string? Named(JsonProperty member) => member.Name.Length <= 255 && !member.Name.Any(char.IsControl) ? member.Name : null;
}
