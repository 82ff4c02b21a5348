using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Clients;

[OptionsValidator]
internal sealed partial class ClientsOptionsAttributesValidator : IValidateOptions<ClientsOptions>;
