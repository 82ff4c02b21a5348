using System.Collections;

namespace CdsHooks.Decision.Criteria.Results;

/// <summary>
/// A list that is created when it is first read. A card shows a dozen of a hundred criteria, and a client that does not request the
/// assessment never sees the evidence of the others.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="make">Creates the list. Pure, so that two threads may do so at once.</param>
internal sealed class OnDemand<T>(Func<IReadOnlyList<T>> make) : IReadOnlyList<T>
{
    private IReadOnlyList<T>? _made;

    public int Count => Made.Count;

    private IReadOnlyList<T> Made => _made ??= make();

    public T this[int index] => Made[index];

    public IEnumerator<T> GetEnumerator() => Made.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
