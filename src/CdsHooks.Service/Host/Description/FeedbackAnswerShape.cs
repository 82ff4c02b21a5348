using System.Text.Json.Nodes;

namespace CdsHooks.Service.Host.Description;

/// <summary>The answer to feedback: empty when everything was taken.</summary>
/// <param name="Extension">Under <c>example.cdshooks.refused</c> the entries that were not taken, each with the place (<c>expression</c>) and what is wrong there (<c>text</c>).</param>
internal sealed record FeedbackAnswerShape(JsonObject? Extension = null);
