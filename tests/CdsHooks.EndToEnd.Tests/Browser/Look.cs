using System.Globalization;
using Microsoft.Playwright;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>How a page is looked at.</summary>
/// <param name="Theme">The colours that the user prefers.</param>
/// <param name="Width">The width of the window in pixels.</param>
/// <param name="RunsScripts">False in a browser without JavaScript.</param>
internal sealed record Look(ColorScheme Theme, int Width, bool RunsScripts = true)
{
    public const int Desktop = 1440;
    public const int Phone = 390;

    public static Look Usual { get; } = new(ColorScheme.Light, Desktop);

    /// <summary>Gets the height of the window in pixels.</summary>
    public int Height => Width is Phone ? 844 : 900;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Theme is ColorScheme.Dark ? "dark" : "light")}-{Width}");
}
