using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hosting;

[OptionsValidator]
internal sealed partial class ProxyOptionsAttributesValidator : IValidateOptions<ProxyOptions>;
