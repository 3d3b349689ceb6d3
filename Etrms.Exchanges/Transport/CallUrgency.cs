namespace Etrms.Exchanges.Transport;

/// <summary>How far a call may go into what a venue's limit leaves.</summary>
internal enum CallUrgency
{
    /// <summary>The past, read for analysis and jobs: up to half, so that it never stands in the way of looking at an account.</summary>
    History,

    /// <summary>Up to four fifths.</summary>
    Ordinary,

    /// <summary>Whatever protects an account: all of it.</summary>
    Protective,
}
