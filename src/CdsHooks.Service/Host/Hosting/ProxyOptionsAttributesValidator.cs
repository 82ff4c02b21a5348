using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Hosting;

[OptionsValidator]
internal sealed partial class ProxyOptionsAttributesValidator : IValidateOptions<ProxyOptions>;
