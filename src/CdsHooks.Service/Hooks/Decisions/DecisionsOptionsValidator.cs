using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Decisions;

[OptionsValidator]
internal sealed partial class DecisionsOptionsValidator : IValidateOptions<DecisionsOptions>;
