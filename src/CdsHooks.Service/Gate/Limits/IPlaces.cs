namespace CdsHooks.Service.Gate.Limits;

/// <summary>The places for calls at this moment, for the operator's metrics.</summary>
internal interface IPlaces
{
    /// <summary>Gets the number of calls that are processed.</summary>
    int InUse { get; }

    /// <summary>Gets the number of calls that wait for a place.</summary>
    int Waiting { get; }

    /// <summary>Gets the number of calls that may be processed at a time.</summary>
    int Limit { get; }
}
