using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Rules;

[OptionsValidator]
internal sealed partial class RulesOptionsValidator : IValidateOptions<RulesOptions>;
