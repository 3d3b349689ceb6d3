using Etrms.Venue.Binance.Streams;
using Etrms.Venue.Control;

namespace Etrms.Venue.Binance.Api;

/// <summary>One connection to the WebSocket API and who logged on there.</summary>
internal sealed class ApiSession(StreamSocket socket, CallSource source, DateTimeOffset connectedAt)
{
    public StreamSocket Socket => socket;

    public CallSource Source => source;

    public DateTimeOffset ConnectedAt => connectedAt;

    /// <summary>False when the client asked for answers without rate limits.</summary>
    public required bool ShowsLimits { get; init; }

    public PaperAccount? Account { get; private set; }

    public DateTimeOffset? AuthorizedAt { get; private set; }

    public void LogOn(PaperAccount account, DateTimeOffset at) => (Account, AuthorizedAt) = (account, at);

    public void LogOut() => (Account, AuthorizedAt) = (null, null);
}
