namespace CdsHooks.Fhir;

/// <summary>A typed view over one element.</summary>
/// <typeparam name="TView">The view itself.</typeparam>
public interface IFhirView<TView>
    where TView : struct, IFhirView<TView>
{
    /// <summary>Looks at an element as a <typeparamref name="TView"/>. Nothing is read yet.</summary>
    /// <param name="node">The element, or a missing node.</param>
    /// <returns>The view.</returns>
    static abstract TView Over(FhirNode node);
}
