using Microsoft.Extensions.Options;

namespace CdsHooks.Service.ServiceCall;

[OptionsValidator]
internal sealed partial class ServiceCallOptionsAttributesValidator : IValidateOptions<ServiceCallOptions>;
