using System.Collections;

namespace CdsHooks.Decision.Criteria.Results;

/// <summary>
/// A list that is made when somebody first looks at it: of a hundred criteria a card shows a dozen, and a client that does not
/// ask for the assessment never sees the evidence of the rest.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
/// <param name="make">Makes the list; pure, so that two threads that look at once do no harm.</param>
internal sealed class OnDemand<T>(Func<IReadOnlyList<T>> make) : IReadOnlyList<T>
{
    private IReadOnlyList<T>? _made;

    public int Count => Made.Count;

    private IReadOnlyList<T> Made => _made ??= make();

    public T this[int index] => Made[index];

    public IEnumerator<T> GetEnumerator() => Made.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
