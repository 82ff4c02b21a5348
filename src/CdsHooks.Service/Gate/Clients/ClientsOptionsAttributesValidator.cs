using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Clients;

[OptionsValidator]
internal sealed partial class ClientsOptionsAttributesValidator : IValidateOptions<ClientsOptions>;
