using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace CdsHooks.Fhir;

/// <summary>The items of a repeating element, nulls left out. Enumerating it with <c>foreach</c> does not allocate.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a view, not a collection.")]
public readonly record struct FhirItems : IEnumerable<FhirNode>
{
    private readonly FhirNode _whole;

    internal FhirItems(FhirNode whole) => _whole = whole;

    /// <summary>Whether there is no item.</summary>
    public bool IsEmpty => !GetEnumerator().MoveNext();

    /// <summary>The first item, or a missing node.</summary>
    public FhirNode First
    {
        get
        {
            var items = GetEnumerator();
            return items.MoveNext() ? items.Current : new FhirNode(_whole.Resource, default);
        }
    }

    /// <summary>Starts reading the items.</summary>
    /// <returns>An enumerator that stands before the first item.</returns>
    public Enumerator GetEnumerator() => new(_whole);

    /// <inheritdoc/>
    IEnumerator<FhirNode> IEnumerable<FhirNode>.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Where the items stand.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => _whole.Location;

    /// <summary>Goes through the items.</summary>
    [SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Enumerators are not compared.")]
    [SuppressMessage("Design", "CA1034:Nested types should not be visible", Justification = "The shape that foreach expects.")]
    public struct Enumerator : IEnumerator<FhirNode>
    {
        private readonly FhirNode _whole;
        private readonly bool _isArray;
        private JsonElement.ArrayEnumerator _items;
        private bool _loneIsDone;

        internal Enumerator(FhirNode whole)
        {
            _whole = whole;
            _isArray = whole.Json.ValueKind is JsonValueKind.Array;
            _items = _isArray ? whole.Json.EnumerateArray() : default;
            _loneIsDone = !whole.Exists;
        }

        /// <summary>The item at hand.</summary>
        public readonly FhirNode Current => _isArray ? new FhirNode(_whole.Resource, _items.Current) : _whole;

        /// <inheritdoc/>
        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next item that is not null.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext()
        {
            if (!_isArray)
            {
                var isNew = !_loneIsDone;
                _loneIsDone = true;
                return isNew;
            }

            while (_items.MoveNext())
            {
                if (_items.Current.ValueKind is not JsonValueKind.Null)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Goes back before the first item.</summary>
        public void Reset()
        {
            _items.Reset();
            _loneIsDone = !_whole.Exists;
        }

        /// <summary>Holds nothing to dispose of.</summary>
        public readonly void Dispose()
        {
        }
    }
}
