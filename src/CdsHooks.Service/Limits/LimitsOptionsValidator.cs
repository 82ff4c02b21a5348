using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Limits;

[OptionsValidator]
internal sealed partial class LimitsOptionsValidator : IValidateOptions<LimitsOptions>;
