using Microsoft.Extensions.Options;

namespace CdsHooks.Service.FhirAccess;

[OptionsValidator]
internal sealed partial class FhirAccessOptionsValidator : IValidateOptions<FhirAccessOptions>;
