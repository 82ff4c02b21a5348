namespace CdsHooks.Decision.Criteria.Results;

/// <summary>The reason of a result: the closed list of CodeSystem <c>criterion-reason</c>, in kebab case on the wire.</summary>
public enum Reason
{
    /// <summary>A qualifying record is on file.</summary>
    Documented,

    /// <summary>Met by an exception the rules allow, such as a documented refusal.</summary>
    ByException,

    /// <summary>Every needed set was read, and no matching record was found.</summary>
    NotDocumented,

    /// <summary>Measured, and the value does not reach the threshold.</summary>
    MeasuredNegative,

    /// <summary>Records exist and are excluded by their own status (refuted, resolved).</summary>
    Excluded,

    /// <summary>On file, but only before the look-back.</summary>
    TooOld,

    /// <summary>On file, but not long enough.</summary>
    TooShort,

    /// <summary>On file, but too few events.</summary>
    TooFew,

    /// <summary>On file, but interrupted for too long.</summary>
    Gap,

    /// <summary>On file, for another part of the body.</summary>
    OtherRegion,

    /// <summary>Only passive treatment is on file.</summary>
    PassiveOnly,

    /// <summary>Only home exercise is on file.</summary>
    HomeExerciseOnly,

    /// <summary>Only a referral is on file.</summary>
    ReferralOnly,

    /// <summary>Only a plan of care is on file.</summary>
    Planned,

    /// <summary>One of the required drug classes is absent.</summary>
    ClassMissing,

    /// <summary>The newest statement says improving, stable or resolved.</summary>
    ImprovingOrStable,

    /// <summary>A needed set was not retrieved.</summary>
    NotRetrieved,

    /// <summary>A needed set was retrieved only in part.</summary>
    Truncated,

    /// <summary>The value lies between the thresholds, or a course falls just short.</summary>
    Borderline,

    /// <summary>Measured, but at a level of the spine that is not one of the order's.</summary>
    OtherLevel,

    /// <summary>Records of the same day contradict each other.</summary>
    Conflicting,

    /// <summary>A relevant record cannot be read safely: unit, range, comparator, date, malformed.</summary>
    Unusable,

    /// <summary>Only a preliminary record is on file.</summary>
    Preliminary,

    /// <summary>Only an unconfirmed diagnosis is on file, or one whose body site is not stated.</summary>
    Unconfirmed,

    /// <summary>Only the patient's own report is on file.</summary>
    PatientReported,

    /// <summary>A report without discrete values is on file.</summary>
    ReportWithoutValues,

    /// <summary>A record is on file whose code is missing or not specific enough.</summary>
    NotCoded,

    /// <summary>A needed statement (body site, trajectory, occupation) is not recorded.</summary>
    NotStated,
}
