using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Feedback;

[OptionsValidator]
internal sealed partial class FeedbackOptionsValidator : IValidateOptions<FeedbackOptions>;
