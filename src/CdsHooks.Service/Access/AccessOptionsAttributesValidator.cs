using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Access;

[OptionsValidator]
internal sealed partial class AccessOptionsAttributesValidator : IValidateOptions<AccessOptions>;
