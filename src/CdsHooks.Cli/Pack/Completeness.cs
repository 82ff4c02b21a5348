using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;

namespace CdsHooks.Cli.Pack;

/// <summary>Decides of which FHIR types an export has every resource. What is not certain is not complete: the rules then take it as unknown.</summary>
internal sealed class Completeness
{
    private readonly ExportFolder _export;
    private readonly IReadOnlyList<BulkResponse> _responses;
    private readonly HashSet<string> _stems;

    /// <summary>Initializes a new instance of the <see cref="Completeness"/> class.</summary>
    /// <exception cref="InvalidInputException">The export lists deleted resources.</exception>
    public Completeness(ExportFolder export)
    {
        _export = export;
        _responses = [.. export.Json.Select(BulkResponse.Read).OfType<BulkResponse>()];
        _stems = export.Resources.Select(file => file.Stem).ToHashSet(StringComparer.Ordinal);
        if (_responses.FirstOrDefault(response => response.HasDeleted) is { } increment)
        {
            throw new InvalidInputException($"{increment.Name} lists deleted resources: it is of an export of changes. Apply it to the full export first, then pack that.");
        }
    }

    /// <summary>Gets the names of the files that were not read.</summary>
    public IReadOnlyList<string> NotRead =>
        [.. _export.Others.Concat(_export.Json.Select(file => file.Name).Except(_responses.Select(response => response.Name), StringComparer.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Adds to every type if it is complete, and types that are complete without a resource.</summary>
    /// <param name="types">The types that were found, with the numbers of their resources.</param>
    /// <param name="withBadLines">The types in files of which bad lines were left out; null when there may be any in them.</param>
    /// <param name="stated">The types that the user states to be complete.</param>
    public IReadOnlyList<PackType> Decide(IReadOnlyList<PackType> types, IReadOnlySet<string>? withBadLines, IReadOnlyList<string> stated)
    {
        var found = types.ToDictionary(type => type.Type, StringComparer.Ordinal);
        var asked = _responses.SelectMany(response => response.Types ?? [.. PatientElements.Types, "Patient"]).Concat(_responses.SelectMany(response => response.Outputs.Select(output => output.Type)));
        return [.. found.Keys.Concat(asked).Concat(stated).Where(type => type.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name =>
        {
            var type = found.GetValueOrDefault(name) ?? new PackType(name, 0, IsComplete: false);
            var reason = stated.Contains(name, StringComparer.Ordinal) ? null
                : withBadLines is null || withBadLines.Contains(name) ? "lines that hold no resource were left out"
                : _responses.Count > 0 ? Doubt(type) : null;
            return type with { IsComplete = reason is null, Because = reason };
        })];
    }

    // Several responses are several exports into one folder: each type has to be in one of them, and in none incompletely.
    private string? Doubt(PackType type)
    {
        var isAsked = false;
        foreach (var response in _responses)
        {
            if (response.Types?.Contains(type.Type, StringComparer.Ordinal) is false)
            {
                continue;
            }

            isAsked = true;
            if (response.Doubts.Count > 0)
            {
                return response.Doubts[0];
            }

            if (response.FilteredTypes.Contains(type.Type, StringComparer.Ordinal))
            {
                return "the export is of a part of them (_typeFilter)";
            }

            if (Missing(response, type) is { } missing)
            {
                return missing;
            }
        }

        return isAsked ? null : "the export did not ask for them";
    }

    private string? Missing(BulkResponse response, PackType type)
    {
        List<BulkOutput> outputs = [.. response.Outputs.Where(output => string.Equals(output.Type, type.Type, StringComparison.Ordinal))];
        if (outputs.Count > 0 && outputs.TrueForAll(output => output.Count is not null) && _responses.Count is 1)
        {
            // Where the server counted, files may have been renamed.
            return outputs.Sum(output => output.Count) == type.Resources ? null : "the server counted another number of them";
        }

        return outputs.Find(output => !_stems.Contains(output.Stem)) is null ? null : "a file that the server made is not there";
    }
}
