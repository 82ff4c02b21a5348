namespace CdsHooks.Fhir.Reading;

/// <summary>Makes the three states of an element.</summary>
public static class Stated
{
    /// <summary>An element that is not there.</summary>
    /// <typeparam name="T">Its value.</typeparam>
    /// <returns>No value, and nothing unreadable.</returns>
    public static Stated<T> Absent<T>() => default;

    /// <summary>An element that can be read.</summary>
    /// <typeparam name="T">Its value.</typeparam>
    /// <param name="value">What it says.</param>
    /// <returns>The value.</returns>
    public static Stated<T> Of<T>(T value) => new(isStated: true, value, Unreadability.None);

    /// <summary>An element that is there and cannot be read.</summary>
    /// <typeparam name="T">Its value.</typeparam>
    /// <param name="why">Why.</param>
    /// <returns>No value, and why.</returns>
    public static Stated<T> Unreadable<T>(Unreadability why) => new(isStated: false, default, why);
}
