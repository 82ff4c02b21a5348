using System.Globalization;
using System.Text.Json.Nodes;
using CdsHooks.Service.Hooks.Feedback;
using CdsHooks.Service.Host.Store;
using CdsHooks.Workbench;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>Sends the feedback of the sandbox to the service's endpoint, and looks it up in the store.</summary>
internal sealed class FeedbackDesk(SandboxCaller caller, FeedbackLog log, TimeProvider clock)
{
    private const int Looked = 200;

    /// <summary>Sends one outcome of a card.</summary>
    public async Task<SentFeedback> SendAsync(FeedbackForm form, CancellationToken cancellationToken)
    {
        var sentAt = clock.GetUtcNow();
        var body = new JsonObject { ["feedback"] = new JsonArray(EntryOf(form, sentAt)) };
        var answer = await caller.SendFeedbackAsync(form.Service, body, cancellationToken);
        return new SentFeedback(form, JsonText.Indent(body), answer, await FindAsync(form.Card, sentAt, cancellationToken));
    }

    private static JsonObject EntryOf(FeedbackForm form, DateTimeOffset at)
    {
        JsonObject entry = new()
        {
            ["card"] = form.Card,
            ["outcome"] = form.Suggestion is null ? "overridden" : "accepted",
            ["outcomeTimestamp"] = at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        };
        if (form.Suggestion is { } suggestion)
        {
            entry["acceptedSuggestions"] = new JsonArray(new JsonObject { ["id"] = suggestion });
        }
        else if (form.Reason is { Length: > 0 } reason && reason.Split('|', 2) is [var system, var code])
        {
            entry["overrideReason"] = new JsonObject { ["reason"] = new JsonObject { ["system"] = system, ["code"] = code } };
            if (form.Comment is { Length: > 0 } comment)
            {
                entry["overrideReason"]!["userComment"] = comment;
            }
        }

        return entry;
    }

    private async Task<RecordedFeedback?> FindAsync(string card, DateTimeOffset since, CancellationToken cancellationToken)
    {
        try
        {
            // The store keeps milliseconds.
            var entries = await log.ReadAsync(since.AddSeconds(-1), Looked, cancellationToken);
            return entries.LastOrDefault(entry => string.Equals(entry.Card, card, StringComparison.Ordinal));
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}

/// <summary>What a person did with a card.</summary>
internal sealed class FeedbackForm
{
    /// <summary>Gets or sets the service that showed the card.</summary>
    public string Service { get; set; } = string.Empty;

    /// <summary>Gets or sets the id of the card.</summary>
    public string Card { get; set; } = string.Empty;

    /// <summary>Gets or sets the id of the accepted suggestion; null when the card is dismissed.</summary>
    public string? Suggestion { get; set; }

    /// <summary>Gets or sets the order that the accepted suggestion creates, as JSON.</summary>
    public string? Draft { get; set; }

    /// <summary>Gets or sets the reason for dismissing the card, as <c>system|code</c>; null for none.</summary>
    public string? Reason { get; set; }

    /// <summary>Gets or sets the comment of the person; null for none.</summary>
    public string? Comment { get; set; }

    /// <summary>Gets or sets the address of the sandbox to go back to.</summary>
    public string Back { get; set; } = SandboxState.Path;
}

/// <summary>Feedback that was sent.</summary>
/// <param name="Form">What the person did.</param>
/// <param name="Body">The body that was sent.</param>
/// <param name="Answer">The answer of the endpoint.</param>
/// <param name="Stored">The entry as it stands in the store; null when it cannot be seen there.</param>
internal sealed record SentFeedback(FeedbackForm Form, string Body, ApiAnswer Answer, RecordedFeedback? Stored)
{
    /// <summary>Gets the order that the accepted suggestion creates; null for none.</summary>
    public JsonObject? Draft => Form.Draft is { Length: > 0 } json ? StrictJson.Object(json) : null;

    /// <summary>Gets the address to go back to: one of the sandbox, whatever the form says.</summary>
    public string Back => Form.Back.StartsWith($"{SandboxState.Path}?", StringComparison.Ordinal) ? Form.Back : SandboxState.Path;
}
