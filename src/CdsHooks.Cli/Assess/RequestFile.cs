using CdsHooks.Cli.Output;
using CdsHooks.Decision.Intake;

namespace CdsHooks.Cli.Assess;

/// <summary>Reads a file that should be a CDS Hooks request.</summary>
internal static class RequestFile
{
    /// <summary>Reads a request as far as its context.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shown">How messages name it.</param>
    /// <exception cref="CommandException">There is no such file, or it is no request.</exception>
    public static HookRequest Read(string path, string shown)
    {
        if (!File.Exists(path))
        {
            throw CommandException.WrongUse($"There is no file {shown}.");
        }

        var bytes = File.ReadAllBytes(path);
        return Guarded(shown, () => HookRequest.Read(bytes));
    }

    /// <summary>Reads on in a request, with the same message for what is wrong with it.</summary>
    public static T Guarded<T>(string shown, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (HookRequestException exception)
        {
            throw CommandException.WrongUse($"{shown} is not a request of order-sign or order-select: {exception.Message}.");
        }
    }
}
