namespace CdsHooks.Cli.Mutations;

/// <summary>Why no case can notice a change.</summary>
/// <param name="Place">The place; <c>*</c> stands for any text.</param>
/// <param name="Change">The change, as it is listed.</param>
/// <param name="Because">The reason.</param>
internal sealed record MutationReason(string Place, string Change, string Because)
{
    public override string ToString() => $"{Place}: {Change}";
}
