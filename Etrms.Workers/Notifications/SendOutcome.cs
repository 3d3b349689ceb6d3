namespace Etrms.Workers.Notifications;

/// <summary>How sending a message ended.</summary>
internal abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    public sealed record Sent : SendOutcome;

    /// <summary>It was not tried.</summary>
    public sealed record NotNow(string Reason) : SendOutcome;

    /// <param name="Reason">What the trader reads; never with a secret in it.</param>
    /// <param name="MayBeTriedAgain">False when the same message would be refused again.</param>
    /// <param name="RetryAfter">What the receiver asked for.</param>
    public sealed record Failed(string Reason, bool MayBeTriedAgain = true, TimeSpan? RetryAfter = null) : SendOutcome;
}
