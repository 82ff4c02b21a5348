namespace CdsHooks.Service.Pages;

/// <summary>The workbench: pages to try the service, to read and tune its rules, and to connect an EHR.</summary>
internal sealed class WorkbenchOptions
{
    public const string Section = "Workbench";

    /// <summary>Gets or sets a value indicating whether the workbench is served.</summary>
    /// <value>The default is false; true in Development.</value>
    public bool IsOn { get; set; }
}
