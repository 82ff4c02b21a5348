namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR QuestionnaireResponse: what somebody answered.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct QuestionnaireResponse(FhirResource Resource)
{
    /// <summary>The status code, or null where absent or malformed.</summary>
    public string? Status => Root["status"u8].AsString();

    /// <summary>When it was answered, or null.</summary>
    public FhirDateTime? Authored => Root["authored"u8].AsDateTime();

    /// <summary>Whom it is about.</summary>
    public Reference Subject => new(Root["subject"u8]);

    /// <summary>Every item, groups too, each before the ones below it and below its answers.</summary>
    public IEnumerable<QuestionnaireResponseItem> Items => Flatten(Root.Items("item"u8));

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();

    private static IEnumerable<QuestionnaireResponseItem> Flatten(FhirItems items)
    {
        foreach (var item in items)
        {
            yield return new QuestionnaireResponseItem(item);
            foreach (var below in Flatten(item.Items("item"u8)))
            {
                yield return below;
            }

            foreach (var answer in item.Items("answer"u8))
            {
                foreach (var below in Flatten(answer.Items("item"u8)))
                {
                    yield return below;
                }
            }
        }
    }
}
