namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A clock that breaks once it is told to, with a message that must not get out.</summary>
public sealed class FailingClock : TimeProvider
{
    public const string Secret = "Wexelblatt";

    public bool IsBroken { get; set; }

    public override DateTimeOffset GetUtcNow() => IsBroken
        ? throw new FormatException($"The input '{Secret}' was not in a correct format.")
        : new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
}
