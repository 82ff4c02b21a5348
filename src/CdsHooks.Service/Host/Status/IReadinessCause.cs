namespace CdsHooks.Service.Host.Status;

/// <summary>A part of the service that may be in trouble while calls are still answered. Readiness reports all of them.</summary>
internal interface IReadinessCause
{
    /// <summary>Gets the trouble in one sentence that holds nothing of any call; null when there is none.</summary>
    string? Cause { get; }

    /// <summary>Gets the single issues behind the cause, one sentence each; empty when the cause says everything.</summary>
    IReadOnlyList<string> Issues => [];
}
