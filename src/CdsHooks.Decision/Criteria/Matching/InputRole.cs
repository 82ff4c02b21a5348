namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>The meaning of a matching record for its criterion: CodeSystem <c>input-role</c>.</summary>
internal enum InputRole
{
    /// <summary>Inclusion: the record is evidence for the criterion.</summary>
    Counts,

    /// <summary>Duration evidence: the record states a whole course.</summary>
    Spans,

    /// <summary>Exclusion of certainty: the record makes "not met" unknown.</summary>
    Doubts,

    /// <summary>Supporting information: the record gives the reason for "not met".</summary>
    Explains,

    /// <summary>Exception: the record meets the criterion in another way.</summary>
    Excepts,

    /// <summary>A graded reading of a deficit.</summary>
    Grades,

    /// <summary>A statement of the trajectory of a deficit.</summary>
    States,

    /// <summary>A condition that always decides.</summary>
    Urgent,
}

/// <summary>The situations in which the doubt of an input applies.</summary>
internal enum DoubtScope
{
    /// <summary>Whenever the criterion would be not met.</summary>
    Always,

    /// <summary>Only when no record counts.</summary>
    NothingFound,

    /// <summary>Only when the criterion would be not met because there is no record at all.</summary>
    NotDocumented,
}
