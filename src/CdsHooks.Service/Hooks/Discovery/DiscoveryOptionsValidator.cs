using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Discovery;

[OptionsValidator]
internal sealed partial class DiscoveryOptionsValidator : IValidateOptions<DiscoveryOptions>;
