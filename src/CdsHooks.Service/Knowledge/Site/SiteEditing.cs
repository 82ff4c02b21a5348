using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Service.Knowledge.Site;

/// <summary>
/// Saves what editors change, one change at a time even among replicas that share the folder. Each change is in the log before it is
/// made. Whoever started from what is no longer in force is told so, and nothing of anybody is lost: versions are never overwritten.
/// </summary>
/// <param name="folder">The folder; null when the service has none.</param>
/// <param name="clock">The clock.</param>
internal sealed class SiteEditing(SiteFolder? folder, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets the folder; null when the service has none.</summary>
    public SiteFolder? Folder => folder;

    /// <summary>Gets the live and the draft version, and all events. What cannot be read is a fault of the state.</summary>
    public SiteState Read()
    {
        if (folder is null)
        {
            return SiteState.None;
        }

        List<string> faults = [];
        Try<SiteFolder>(
            () =>
            {
                folder.CheckIsThere();
                return folder;
            },
            faults);
        return faults.Count > 0 ? SiteState.None with { Faults = faults } : new SiteState(
            Try(() => folder.ReadPointer(SiteUse.Live), faults),
            Try(() => folder.ReadPointer(SiteUse.Draft), faults),
            Try(folder.List, faults) ?? [],
            Try(() => SiteLog.Read(folder), faults) ?? [],
            faults);
    }

    /// <summary>Saves files as the draft.</summary>
    /// <param name="files">The files.</param>
    /// <param name="startedFrom">The number of the live version that the editor started from; 0 for none.</param>
    /// <param name="who">The editor.</param>
    /// <param name="why">The reason.</param>
    /// <param name="cancellationToken">Cancelled when the editor no longer waits.</param>
    /// <exception cref="SiteConflictException">Another version went live in the meantime.</exception>
    /// <exception cref="SiteFolderException">The folder cannot be written.</exception>
    public Task<SiteVersion> SaveDraftAsync(IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> files, int startedFrom, string who, string why, CancellationToken cancellationToken) =>
        ChangeAsync(site =>
        {
            CheckLive(site, startedFrom);
            var draft = Try(() => site.ReadPointer(SiteUse.Draft), []);
            var version = site.Add(files);
            Change(site, Event(SiteEventKind.Saved, version.Number, draft?.Number, who, why) with { Hash = version.Hash }, () => site.WritePointer(SiteUse.Draft, version.Pointer));
            return version;
        },
        cancellationToken);

    /// <summary>Discards the draft.</summary>
    /// <param name="number">The number of the draft that the editor saw; 0 for a pointer that cannot be read.</param>
    /// <param name="who">The editor.</param>
    /// <param name="why">The reason.</param>
    /// <param name="cancellationToken">Cancelled when the editor no longer waits.</param>
    /// <exception cref="SiteConflictException">The draft is another one.</exception>
    /// <exception cref="SiteFolderException">The folder cannot be written.</exception>
    public Task DiscardAsync(int number, string who, string why, CancellationToken cancellationToken) =>
        ChangeAsync(site =>
        {
            if (number > 0)
            {
                CheckDraft(site, number);
            }

            Change(site, Event(SiteEventKind.Discarded, number, null, who, why), () => site.WritePointer(SiteUse.Draft, null));
            return number;
        },
        cancellationToken);

    /// <summary>Makes the draft part of the rules that answer calls.</summary>
    /// <param name="number">The number of the draft that the editor saw.</param>
    /// <param name="startedFrom">The number of the live version that the editor saw; 0 for none.</param>
    /// <param name="who">The editor.</param>
    /// <param name="why">The reason.</param>
    /// <param name="cancellationToken">Cancelled when the editor no longer waits.</param>
    /// <exception cref="SiteConflictException">The draft or the live version is another one.</exception>
    /// <exception cref="SiteFolderException">The folder cannot be written.</exception>
    public Task GoLiveAsync(int number, int startedFrom, string who, string why, CancellationToken cancellationToken) =>
        ChangeAsync(site =>
        {
            CheckLive(site, startedFrom);
            var draft = CheckDraft(site, number);
            site.Read(draft);
            Change(site, Event(SiteEventKind.WentLive, number, startedFrom, who, why), () =>
            {
                site.WritePointer(SiteUse.Live, draft);
                site.WritePointer(SiteUse.Draft, null);
            });
            return number;
        },
        cancellationToken);

    /// <summary>Makes an earlier version part of the rules that answer calls again.</summary>
    /// <param name="number">The number of the version; 0 for the rules without any change of the site.</param>
    /// <param name="startedFrom">The number of the live version that the editor saw; 0 for none.</param>
    /// <param name="who">The editor.</param>
    /// <param name="why">The reason.</param>
    /// <param name="cancellationToken">Cancelled when the editor no longer waits.</param>
    /// <exception cref="SiteConflictException">The live version is another one.</exception>
    /// <exception cref="SiteFolderException">The version is not there, or the folder cannot be written.</exception>
    public Task GoBackAsync(int number, int startedFrom, string who, string why, CancellationToken cancellationToken) =>
        ChangeAsync(site =>
        {
            CheckLive(site, startedFrom);
            var pointer = number == 0 ? null : PointerTo(site, number);
            Change(site, Event(SiteEventKind.WentBack, number, startedFrom, who, why), () => site.WritePointer(SiteUse.Live, pointer));
            return number;
        },
        cancellationToken);

    private static void CheckLive(SiteFolder site, int startedFrom)
    {
        // A pointer that cannot be read must not stand in the way of going back.
        List<string> faults = [];
        var live = Try(() => site.ReadPointer(SiteUse.Live), faults)?.Number ?? 0;
        if (live != startedFrom && faults.Count == 0)
        {
            throw new SiteConflictException(live == 0
                ? "Somebody has gone back to the rules without changes in the meantime."
                : FormattableString.Invariant($"Version {live} went live in the meantime."));
        }
    }

    private static T? Try<T>(Func<T?> read, List<string> faults)
        where T : class
    {
        try
        {
            return read();
        }
        catch (SiteFolderException exception)
        {
            faults.Add(exception.Place.Length == 0 ? exception.Message : $"{exception.Place}: {exception.Message}");
            return null;
        }
    }

    private static SitePointer CheckDraft(SiteFolder site, int number) => site.ReadPointer(SiteUse.Draft) switch
    {
        { } draft when draft.Number == number => draft,
        null => throw new SiteConflictException("The draft was discarded, or went live, in the meantime."),
        var other => throw new SiteConflictException(FormattableString.Invariant($"Version {other.Number} was saved as the draft in the meantime.")),
    };

    /// <summary>Reads a version, whose files must be those that were saved.</summary>
    private static SitePointer PointerTo(SiteFolder site, int number)
    {
        var saved = (Try(() => SiteLog.Read(site), []) ?? []).LastOrDefault(entry => entry.What is SiteEventKind.Saved && entry.Version == number);
        return saved?.Hash is { } hash ? site.Read(new SitePointer(number, hash)).Pointer : site.Read(number).Pointer;
    }

    private SiteEvent Event(SiteEventKind what, int version, int? former, string who, string why) => new(clock.GetUtcNow(), who, what, version, former is 0 ? null : former, why);

    /// <summary>Makes a change that is in the log already; one that fails is there as failed.</summary>
    private void Change(SiteFolder site, SiteEvent entry, Action change)
    {
        SiteLog.Append(site, entry);
        try
        {
            change();
        }
        catch (SiteFolderException)
        {
            SiteLog.Append(site, entry with { At = clock.GetUtcNow(), What = SiteEventKind.Failed });
            throw;
        }
    }

    private async Task<T> ChangeAsync<T>(Func<SiteFolder, T> change, CancellationToken cancellationToken)
    {
        var site = folder ?? throw new SiteFolderException(string.Empty, "This service has no folder for the site's changes: set Rules:SiteDirectory.");
        site.CheckIsThere();
        using var file = await LockAsync(site, cancellationToken);
        return change(site);
    }

    /// <summary>Takes the lock that all replicas share. It ends with the process that holds it.</summary>
    private static async Task<FileStream> LockAsync(SiteFolder site, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                Directory.CreateDirectory(site.Path);
                return new FileStream(Path.Combine(site.Path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < Patience)
            {
                await Task.Delay(Pause, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new SiteFolderException(string.Empty, "The folder cannot be written: it may be read-only, or its disk full.");
            }
        }
    }
}

/// <summary>The versions of a site and what was done with them.</summary>
/// <param name="Live">The version that is part of the rules that answer calls; null for none.</param>
/// <param name="Draft">The version that is tried in shadow; null for none.</param>
/// <param name="Versions">The numbers of all versions.</param>
/// <param name="Events">The events, the oldest first.</param>
/// <param name="Faults">The parts of the folder that cannot be read, one sentence each.</param>
internal sealed record SiteState(SitePointer? Live, SitePointer? Draft, IReadOnlyList<int> Versions, IReadOnlyList<SiteEvent> Events, IReadOnlyList<string> Faults)
{
    /// <summary>Gets the state of a service without a folder.</summary>
    public static SiteState None { get; } = new(null, null, [], [], []);
}

/// <summary>A change that would undo somebody else's.</summary>
/// <param name="message">One sentence for the editor.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The message is required.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "The message is required.")]
internal sealed class SiteConflictException(string message) : Exception(message);
