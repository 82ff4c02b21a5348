namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>One criterion's result, without what it rests on.</summary>
/// <param name="Id">The criterion's id.</param>
/// <param name="Result"><c>met</c>, <c>not-met</c> or <c>unknown</c>.</param>
/// <param name="Reason">The reason's code.</param>
internal readonly record struct CriterionRecord(string Id, string Result, string Reason);
