using System.Runtime.InteropServices;

namespace CdsHooks.Fhir.Reading;

/// <summary>Creates the three states of an element.</summary>
public static class Stated
{
    /// <summary>Creates the state of an element that is absent.</summary>
    /// <typeparam name="T">The type of its value.</typeparam>
    public static Stated<T> Absent<T>() => default;

    /// <summary>Creates the state of an element that can be read.</summary>
    /// <typeparam name="T">The type of its value.</typeparam>
    public static Stated<T> Of<T>(T value) => new(isStated: true, value, Unreadability.None);

    /// <summary>Creates the state of an element that is present but cannot be read.</summary>
    /// <typeparam name="T">The type of its value.</typeparam>
    public static Stated<T> Unreadable<T>(Unreadability why) => new(isStated: false, default, why);
}

/// <summary>
/// The state of an element: absent, a value, or unreadable. An element that repeats can have both a value, from the repetitions that
/// can be read, and a reason that the others cannot.
/// </summary>
/// <typeparam name="T">The type of the value.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Stated<T>
{
    internal Stated(bool isStated, T? value, Unreadability why)
    {
        IsStated = isStated;
        Value = value;
        Why = why;
    }

    /// <summary>Gets a value that indicates whether there is a value.</summary>
    public bool IsStated { get; }

    /// <summary>Gets a value that indicates whether a part of the element is present but cannot be read.</summary>
    public bool IsUnreadable => Why is not Unreadability.None;

    /// <summary>Gets the value, or the type's default where there is none.</summary>
    public T? Value { get; }

    /// <summary>Gets the reason that the element, or a part of it, cannot be read.</summary>
    public Unreadability Why { get; }

    /// <summary>Adds a part that cannot be read. The more severe of two reasons is kept.</summary>
    public Stated<T> WithUnreadable(Unreadability why) => new(IsStated, Value, why > Why ? why : Why);

    /// <summary>Describes the state, without the value.</summary>
    public override string ToString() => (IsStated, Why) switch
    {
        (_, not Unreadability.None) => Why.ToString(),
        (true, _) => "stated",
        _ => "absent",
    };
}

/// <summary>The reason that an element which is present cannot be read, in increasing severity.</summary>
public enum Unreadability
{
    /// <summary>The element can be read, or is absent.</summary>
    None,

    /// <summary>It has only text, or codes of systems that no value set covers.</summary>
    NotCoded,

    /// <summary>It refers to a resource that was not sent or retrieved.</summary>
    Unresolved,

    /// <summary>Its code is not in the required value set: other letter case, another version of FHIR, a local code.</summary>
    UnknownCode,

    /// <summary>It is malformed: a wrong JSON type, a date that does not exist, a duplicate property name.</summary>
    Malformed,
}
