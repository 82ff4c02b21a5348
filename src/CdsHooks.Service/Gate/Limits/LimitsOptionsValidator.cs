using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Limits;

[OptionsValidator]
internal sealed partial class LimitsOptionsValidator : IValidateOptions<LimitsOptions>;
