using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Store;

[OptionsValidator]
internal sealed partial class StoreOptionsAttributesValidator : IValidateOptions<StoreOptions>;
