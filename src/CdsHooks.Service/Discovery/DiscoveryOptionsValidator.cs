using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Discovery;

[OptionsValidator]
internal sealed partial class DiscoveryOptionsValidator : IValidateOptions<DiscoveryOptions>;
