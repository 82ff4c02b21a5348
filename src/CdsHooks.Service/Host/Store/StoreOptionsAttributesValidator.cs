using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Store;

[OptionsValidator]
internal sealed partial class StoreOptionsAttributesValidator : IValidateOptions<StoreOptions>;
