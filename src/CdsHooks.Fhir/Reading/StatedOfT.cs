using System.Runtime.InteropServices;

namespace CdsHooks.Fhir.Reading;

/// <summary>
/// What an element says: nothing, a value, or something that cannot be read. Of an element that repeats, the value is what can be
/// read, beside whatever cannot.
/// </summary>
/// <typeparam name="T">The value.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Stated<T>
{
    internal Stated(bool isStated, T? value, Unreadability why)
    {
        IsStated = isStated;
        Value = value;
        Why = why;
    }

    /// <summary>Gets a value indicating whether there is a value.</summary>
    public bool IsStated { get; }

    /// <summary>Gets a value indicating whether something is there that cannot be read.</summary>
    public bool IsUnreadable => Why is not Unreadability.None;

    /// <summary>Gets the value; the type's default where there is none.</summary>
    public T? Value { get; }

    /// <summary>Gets why it, or a part of it, cannot be read.</summary>
    public Unreadability Why { get; }

    /// <summary>The same with a part that cannot be read.</summary>
    /// <param name="why">Why; nothing changes where it is none, or there is a weightier reason already.</param>
    /// <returns>The value beside the reason.</returns>
    public Stated<T> Beside(Unreadability why) => new(IsStated, Value, why > Why ? why : Why);

    /// <summary>In words, without the value.</summary>
    /// <returns><c>absent</c>, <c>stated</c>, or why it is unreadable.</returns>
    public override string ToString() => (IsStated, Why) switch
    {
        (_, not Unreadability.None) => Why.ToString(),
        (true, _) => "stated",
        _ => "absent",
    };
}
