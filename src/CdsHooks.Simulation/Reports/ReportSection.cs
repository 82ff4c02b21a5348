namespace CdsHooks.Simulation.Reports;

/// <summary>A part of a report as HTML, for the file and for the page alike.</summary>
/// <param name="Id">The id, for links.</param>
/// <param name="Title">The heading.</param>
/// <param name="Html">The content, in which every text is escaped.</param>
internal sealed record ReportSection(string Id, string Title, string Html);
