using System.Text.Json;
using CdsHooks.Simulation.Cohort.Blocks;
using CdsHooks.Simulation.Cohort.Charts;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Cohort;

/// <summary>The share of every variant of every block, as whole weights: a variant is drawn in weight out of the sum of its block.</summary>
internal sealed class Prevalences
{
    private readonly Dictionary<string, int[]> _weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _totals = new(StringComparer.Ordinal);

    private Prevalences(byte[] json, string shown)
    {
        Json = json;
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var blocks = document.RootElement.GetProperty("blocks");
        foreach (var block in AllBlocks.InOrder)
        {
            if (!blocks.TryGetProperty(block.Name, out var stated))
            {
                throw new InvalidInputException($"{shown}: the block {block.Name} has no prevalences.");
            }

            Add(block, stated, shown);
        }

        if (blocks.EnumerateObject().Select(stated => stated.Name).FirstOrDefault(name => !_weights.ContainsKey(name)) is { } unknown)
        {
            throw new InvalidInputException($"{shown}: there is no block {unknown}.");
        }
    }

    /// <summary>Gets the file as it was read.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Gets the stated prevalences of this version.</summary>
    public static Prevalences Default { get; } = ReadEmbedded();

    /// <summary>Reads prevalences of one's own.</summary>
    /// <exception cref="InvalidInputException">A block or a variant is missing, is not known, or has no weight.</exception>
    public static Prevalences Read(string path, string shown)
    {
        try
        {
            return new Prevalences(File.ReadAllBytes(path), shown);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidInputException($"{shown} is no file of prevalences.");
        }
    }

    /// <summary>Gets the weight of a variant and the sum of its block.</summary>
    public (int Weight, int Of) WeightOf(Block block, int variant) => (_weights[block.Name][variant], _totals[block.Name]);

    /// <summary>Draws a variant.</summary>
    public Variant Draw(Block block, CohortDice dice)
    {
        var weights = _weights[block.Name];
        var left = dice.Next(_totals[block.Name]);
        var index = 0;
        while (left >= weights[index])
        {
            left -= weights[index++];
        }

        return block.Variants[index];
    }

    private void Add(Block block, JsonElement stated, string shown)
    {
        var weights = new int[block.Variants.Count];
        var found = 0;
        for (var index = 0; index < weights.Length; index++)
        {
            if (!stated.TryGetProperty(block.Variants[index].Name, out var weight) || !weight.TryGetInt32(out weights[index]) || weights[index] < 0)
            {
                throw new InvalidInputException($"{shown}: {block.Name}/{block.Variants[index].Name} needs a weight of 0 or more.");
            }

            found++;
        }

        var total = weights.Sum();
        if (total == 0 || stated.EnumerateObject().Count() != found)
        {
            throw new InvalidInputException($"{shown}: the block {block.Name} has a variant that is not known, or no weight at all.");
        }

        _weights[block.Name] = weights;
        _totals[block.Name] = total;
    }

    private static Prevalences ReadEmbedded()
    {
        using var stream = typeof(Prevalences).Assembly.GetManifestResourceStream("prevalences.json")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return new Prevalences(memory.ToArray(), "prevalences.json");
    }
}
