using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Security;

[OptionsValidator]
internal sealed partial class SecurityOptionsValidator : IValidateOptions<SecurityOptions>;
