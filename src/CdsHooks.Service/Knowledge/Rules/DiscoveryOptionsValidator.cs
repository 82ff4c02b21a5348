using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Knowledge.Rules;

[OptionsValidator]
internal sealed partial class DiscoveryOptionsValidator : IValidateOptions<DiscoveryOptions>;
