namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR Bundle: of draft orders, or of search results.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct Bundle(FhirResource Resource)
{
    /// <summary>The type code, or null: the sandbox and others leave it out.</summary>
    public string? Type => Root["type"u8].AsString();

    /// <summary>The entries, in the order sent.</summary>
    public FhirViews<BundleEntry> Entries => new(Root.Items("entry"u8));

    /// <summary>The URL of the next page, or null where this is the last.</summary>
    public string? NextLink => FindLink("next"u8);

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();

    private string? FindLink(ReadOnlySpan<byte> relation)
    {
        foreach (var link in Root.Items("link"u8))
        {
            if (link["relation"u8].Utf8Equals(relation))
            {
                return link["url"u8].AsString();
            }
        }

        return null;
    }
}
