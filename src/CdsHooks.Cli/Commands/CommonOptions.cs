using System.CommandLine;

namespace CdsHooks.Cli.Commands;

/// <summary>Options that several verbs have.</summary>
internal static class CommonOptions
{
    public static Option<string?> Knowledge() => new("--knowledge")
    {
        Description = "Folder of the rules. Without it: the nearest folder fhir-profiles from here upward, else the one beside the program.",
        HelpName = "DIR",
    };

    public static Option<string?> Plan() => new("--plan")
    {
        Description = "Which plan: its id or its canonical URL. Needed only where the folder holds several.",
        HelpName = "URL",
    };

    public static Option<string?> SiteParameters() => new("--parameters", "--profile")
    {
        Description = "Id of site parameters (parameters/Parameters-*.json). Without it: the plan's own values.",
        HelpName = "ID",
    };

    /// <summary>Refuses a value that begins with a hyphen: it is an option that was written wrongly, not a file.</summary>
    public static Argument<T> NoOption<T>(Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
            {
                result.AddError($"Unrecognized option '{option.Value}'.");
            }
        });
        return argument;
    }

    public static Option<bool> Json() => new("--json") { Description = "Write JSON for another program." };
}
