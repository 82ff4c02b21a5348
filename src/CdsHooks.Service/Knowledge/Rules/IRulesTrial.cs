namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>Tries rules with calls of the service's own before they answer anybody else's.</summary>
internal interface IRulesTrial
{
    /// <summary>Calls every service.</summary>
    /// <exception cref="Exception">The rules cannot answer; of any type.</exception>
    Task RunAsync(RulesSnapshot rules, CancellationToken cancellationToken);
}
