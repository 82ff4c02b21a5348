using System.Net;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Security;

/// <summary>Tokens that are changed, and calls that they do not open.</summary>
internal static class Token
{
    /// <summary>The call is refused, and the log says why.</summary>
    public static async Task AssertRejectedAsync(ServiceApp app, string token, string why)
    {
        app.Logs.Clear();
        using var response = await RegisteredEhr.CallAsync(app, token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var line = Assert.Single(app.Logs.Lines, line => line.Contains("[1600]", StringComparison.Ordinal));
        Assert.Contains(why, line, StringComparison.Ordinal);
    }

    /// <summary>The same with these members, and without those that are null.</summary>
    public static JsonObject Changed(JsonObject from, string change)
    {
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            from.Remove(name);
            if (value is not null)
            {
                from[name] = value.DeepClone();
            }
        }

        return from;
    }

    public static JsonObject Copy(JsonObject json) => json.DeepClone().AsObject();
}
