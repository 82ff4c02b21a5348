namespace CdsHooks.Simulation.Cohort.Output;

/// <summary>The files into which a cohort is written: chunks are made side by side and written one after another.</summary>
internal interface ICohortFiles : IDisposable
{
    /// <summary>Gets the name of the format, as <c>cohort.json</c> states it.</summary>
    string Format { get; }

    /// <summary>Gets the bytes written so far, before compression.</summary>
    long Bytes { get; }

    /// <summary>Takes the resources of a patient into a part of the output; called by the thread that makes the part.</summary>
    /// <param name="part">The place of the part among those that are made side by side.</param>
    /// <param name="patient">The patient, valid until the next one.</param>
    void Add(int part, CohortPatient patient);

    /// <summary>Prepares a part for writing, once all its patients were added; called by the thread that made it.</summary>
    void Prepare(int part);

    /// <summary>Writes a part, in the order of the patients, and empties it.</summary>
    void Write(int part);

    /// <summary>Completes the files.</summary>
    /// <returns>The number of resources by type.</returns>
    IReadOnlyDictionary<string, long> Complete();
}
