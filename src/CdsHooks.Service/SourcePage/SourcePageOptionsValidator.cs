using Microsoft.Extensions.Options;

namespace CdsHooks.Service.SourcePage;

[OptionsValidator]
internal sealed partial class SourcePageOptionsValidator : IValidateOptions<SourcePageOptions>;
