using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Feedback;

[OptionsValidator]
internal sealed partial class FeedbackOptionsValidator : IValidateOptions<FeedbackOptions>;
