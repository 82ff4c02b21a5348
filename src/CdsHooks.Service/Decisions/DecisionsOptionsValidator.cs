using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Decisions;

[OptionsValidator]
internal sealed partial class DecisionsOptionsValidator : IValidateOptions<DecisionsOptions>;
