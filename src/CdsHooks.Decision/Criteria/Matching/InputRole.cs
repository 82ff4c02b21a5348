namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>What a record read by an input means to its criterion: CodeSystem <c>input-role</c>.</summary>
internal enum InputRole
{
    Counts,
    Spans,
    Doubts,
    Explains,
    Excepts,
    Grades,
    States,
    Urgent,
}
