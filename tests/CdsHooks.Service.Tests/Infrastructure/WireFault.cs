namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>What <see cref="BreakingRelay"/> can do to an answer, and to the connection on which it goes out.</summary>
internal enum WireFault
{
    /// <summary>None.</summary>
    None,

    /// <summary>Keeps the whole answer back for as many milliseconds as the argument says.</summary>
    Late,

    /// <summary>Sends the head at once, and the body in pieces over as many milliseconds as the argument says.</summary>
    Drip,

    /// <summary>Announces as many bytes as the argument says, sends the body, which has fewer, and closes the connection.</summary>
    Cut,

    /// <summary>Sends the head of a chunked answer, then bytes that are no chunk, and closes the connection.</summary>
    BadChunk,

    /// <summary>Sends bytes that are no HTTP, and closes the connection.</summary>
    Garbage,

    /// <summary>Closes the connection without a byte.</summary>
    Close,

    /// <summary>Resets the connection without a byte.</summary>
    Reset,
}
