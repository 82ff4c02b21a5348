using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Security;

[OptionsValidator]
internal sealed partial class SecurityOptionsValidator : IValidateOptions<SecurityOptions>;
