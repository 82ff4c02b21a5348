using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.ServiceCall;

[OptionsValidator]
internal sealed partial class ServiceCallOptionsAttributesValidator : IValidateOptions<ServiceCallOptions>;
