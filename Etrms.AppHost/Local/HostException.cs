namespace Etrms.AppHost.Local;

/// <summary>The host cannot go on; the message says why and what to do.</summary>
public sealed class HostException : Exception
{
    public HostException(string message)
        : base(message)
    {
    }

    public HostException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
