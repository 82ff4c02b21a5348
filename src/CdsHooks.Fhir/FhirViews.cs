using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Fhir;

/// <summary>A repeating element as typed views. Enumerating it with <c>foreach</c> does not allocate.</summary>
/// <typeparam name="TView">The view over one item.</typeparam>
/// <param name="Items">The items looked at.</param>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a view, not a collection.")]
public readonly record struct FhirViews<TView>(FhirItems Items) : IEnumerable<TView>
    where TView : struct, IFhirView<TView>
{
    /// <summary>Whether there is no item.</summary>
    public bool IsEmpty => Items.IsEmpty;

    /// <summary>The first item, or a view over a missing node.</summary>
    public TView First => TView.Over(Items.First);

    /// <summary>Starts reading the items.</summary>
    /// <returns>An enumerator that stands before the first item.</returns>
    public Enumerator GetEnumerator() => new(Items.GetEnumerator());

    /// <inheritdoc/>
    IEnumerator<TView> IEnumerable<TView>.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Where the items stand.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Items.ToString();

    /// <summary>Goes through the views.</summary>
    [SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Enumerators are not compared.")]
    [SuppressMessage("Design", "CA1034:Nested types should not be visible", Justification = "The shape that foreach expects.")]
    public struct Enumerator : IEnumerator<TView>
    {
        private FhirItems.Enumerator _items;

        internal Enumerator(FhirItems.Enumerator items) => _items = items;

        /// <summary>The view at hand.</summary>
        public readonly TView Current => TView.Over(_items.Current);

        /// <inheritdoc/>
        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next item that is not null.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => _items.MoveNext();

        /// <summary>Goes back before the first item.</summary>
        public void Reset() => _items.Reset();

        /// <summary>Holds nothing to dispose of.</summary>
        public readonly void Dispose()
        {
        }
    }
}
