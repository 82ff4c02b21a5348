using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace CdsHooks.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string?> Knowledge() => new("--knowledge")
    {
        Description = "Folder of the rules. Default: the nearest folder fhir-profiles in or above the current one, else the one next to the program.",
        HelpName = "DIR",
    };

    public static Option<string?> Plan() => new("--plan")
    {
        Description = "Id or canonical URL of the plan. Required only when the folder contains several plans.",
        HelpName = "URL",
    };

    public static Option<string?> SiteParameters() => new("--parameters", "--profile")
    {
        Description = "Id of the site parameters (parameters/Parameters-*.json). Default: the plan's defaults.",
        HelpName = "ID",
    };

    /// <summary>Makes an option whose value is a whole number, and which says so where it is none.</summary>
    public static Option<T?> Whole<T>(string name)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            HelpName = "N",
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result =>
            {
                if (T.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                {
                    return number;
                }

                result.AddError($"{name} has to be a whole number.");
                return null;
            },
        };

    /// <summary>Rejects a value that begins with a hyphen: it is a misspelled option, not a file.</summary>
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
