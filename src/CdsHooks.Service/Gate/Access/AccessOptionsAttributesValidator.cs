using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Access;

[OptionsValidator]
internal sealed partial class AccessOptionsAttributesValidator : IValidateOptions<AccessOptions>;
