using CdsHooks.Decision.Intake;

namespace CdsHooks.Workbench.Replay;

/// <summary>Reads a file with a CDS Hooks request.</summary>
internal static class RequestFile
{
    /// <summary>Reads a request up to and including its context.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shown">The file's name in messages.</param>
    /// <exception cref="WorkbenchException">The file does not exist, or is not a request.</exception>
    public static HookRequest Read(string path, string shown)
    {
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"The file {shown} does not exist.");
        }

        var bytes = File.ReadAllBytes(path);
        return Guarded(shown, () => HookRequest.Read(bytes));
    }

    /// <summary>Reads part of a request and turns an issue with it into a <see cref="WorkbenchException"/>.</summary>
    public static T Guarded<T>(string shown, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (HookRequestException exception)
        {
            throw new InvalidInputException($"{shown} is not a request of order-sign or order-select: {exception.Message}.");
        }
    }
}
