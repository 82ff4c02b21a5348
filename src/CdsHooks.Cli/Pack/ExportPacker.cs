using System.Collections.Concurrent;
using System.Globalization;
using CdsHooks.Cli.Output;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;

namespace CdsHooks.Cli.Pack;

/// <summary>Packs an export: facts of all resources into a database, patients for all resources, lines into shards.</summary>
internal sealed class ExportPacker(ExportFolder export, PackOptions options, PackProgress progress)
{
    private readonly long _bytes = export.Resources.Sum(file => file.Bytes);

    /// <summary>Packs into a folder.</summary>
    /// <param name="output">The folder.</param>
    /// <param name="completeness">Decides which types are complete.</param>
    /// <exception cref="InvalidInputException">The export is not valid.</exception>
    /// <exception cref="CommandException">The memory or the disk does not suffice.</exception>
    public PackManifest Pack(PackOutput output, Completeness completeness)
    {
        PackManifest manifest;
        using (var facts = new FactPass(export, options))
        {
            var temporary = Path.Combine(output.Work, "database");
            List<Bucket> buckets;
            int shards;
            Buckets lines;
            using (var database = PackDatabase.Open(temporary, options.DatabaseBytes, options.Threads))
            {
                progress.Begin("Reading", _bytes);
                facts.Run(database, progress);
                FindPatients(database);
                var types = completeness.Decide(Types(database), TypesWithBadLines(database, facts), options.CompleteTypes);
                manifest = PackManifest.Of(types, [], facts.Inputs, Notes(database, facts));
                shards = options.ShardsFor(database.Number(PackSql.Size));
                database.Execute(PackSql.Divide(shards, options.BucketBytes));
                buckets = [.. database.Rows(PackSql.Buckets, reader => new Bucket(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt64(2)))];
                lines = new Buckets(output.Work, buckets, options.WaitingBytes);
                Distribute(database, lines, facts.Inputs);
            }

            using (lines)
            {
                lines.Complete();
                progress.Begin("Writing the shards");
                manifest = PackManifest.Of(manifest.Types, WriteShards(lines, output.Work, shards), manifest.Inputs, manifest.Notes);
            }
        }

        output.Complete(manifest);
        return manifest;
    }

    private void FindPatients(PackDatabase database)
    {
        progress.Begin("Looking for the patient of every resource");
        if (database.Number("select count(*) from line") == 0)
        {
            throw new InvalidInputException("There is no resource in the export.");
        }

        database.Execute(PackSql.Owners);
        database.Execute(PackSql.Shared);
        database.Execute(PackSql.Lines);
    }

    private static IReadOnlyList<PackType> Types(PackDatabase database) => [.. database.Rows(
        PackSql.Types,
        reader => new PackType(reader.GetString(0), reader.GetInt64(1), IsComplete: false, reader.GetInt64(2), reader.GetInt64(3)))];

    // A bad line may be of any type that its file has, and of every type where the file has nothing else.
    private static HashSet<string>? TypesWithBadLines(PackDatabase database, FactPass facts)
    {
        HashSet<string> types = new(StringComparer.Ordinal);
        for (var file = 0; file < facts.Inputs.Count; file++)
        {
            if (facts.Inputs[file].BadLines > 0)
            {
                if (facts.Inputs[file].Lines == 0)
                {
                    return null;
                }

                types.UnionWith(database.Rows(string.Create(CultureInfo.InvariantCulture, $"select distinct type from line where seq >> 40 = {file}"), reader => reader.GetString(0)));
            }
        }

        return types;
    }

    private static PackNotes Notes(PackDatabase database, FactPass facts)
    {
        var (withoutResource, alone) = database.Rows(PackSql.Patients, reader => (reader.GetInt64(0), reader.GetInt64(1))).Single();
        return new PackNotes(withoutResource, alone, facts.Linked, facts.Inactive, database.Number(PackSql.Repeated), facts.Inputs.Sum(input => input.BadLines));
    }

    // Reads the export again, in step with the places, which come in its order.
    private void Distribute(PackDatabase database, Buckets buckets, IReadOnlyList<PackInput> inputs)
    {
        progress.Begin("Distributing", _bytes);
        using var places = database
            .Rows(PackSql.Places, reader => new Place(reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt64(3)))
            .GetEnumerator();
        var hasPlace = places.MoveNext();
        for (var number = 0; number < export.Resources.Count; number++)
        {
            var reader = new ExportReader(export.Resources[number], number);
            foreach (var batch in reader.Read(progress.Advance))
            {
                batch.ForEach((line, resource) =>
                {
                    for (var seq = FactPass.Seq(batch.File, line); hasPlace && places.Current.Seq == seq; hasPlace = places.MoveNext())
                    {
                        buckets.Add(places.Current, resource.Span);
                    }
                });
            }

            if (!string.Equals(reader.Sha256, inputs[number].Sha256, StringComparison.Ordinal))
            {
                throw new CommandException($"{export.Resources[number].Shown} changed while it was packed.");
            }
        }
    }

    private PackShard[] WriteShards(Buckets buckets, string folder, int shards)
    {
        var written = new PackShard[shards];
        ConcurrentBag<byte[]> buffers = [];
        Parallels.ForEach(
            Enumerable.Range(0, shards),
            options.Threads,
            () => buffers.TryTake(out var buffer) ? buffer : buckets.NewBuffer(),
            (buffer, shard) => written[shard] = buckets.WriteShard(folder, shard, shards, buffer),
            buffers.Add);
        return written;
    }
}
