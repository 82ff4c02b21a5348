using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.FhirAccess;

[OptionsValidator]
internal sealed partial class FhirAccessOptionsValidator : IValidateOptions<FhirAccessOptions>;
