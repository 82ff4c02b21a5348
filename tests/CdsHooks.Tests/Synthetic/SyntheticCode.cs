namespace CdsHooks.Tests.Synthetic;

/// <summary>One coding with its name.</summary>
internal sealed record SyntheticCode(string System, string Code, string Display)
{
    /// <summary>The coding as a CodeableConcept with its name as text, as the generator writes every concept.</summary>
    public string Concept => $$"""{"coding":[{{Coding}}],"text":"{{Display}}"}""";

    public string Coding => $$"""{"system":"{{System}}","code":"{{Code}}","display":"{{Display}}"}""";
}
