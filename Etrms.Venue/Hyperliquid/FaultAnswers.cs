using Etrms.Venue.Faults;
using Etrms.Venue.Hyperliquid.Wire;

namespace Etrms.Venue.Hyperliquid;

/// <summary>How this protocol words the refusals that can be scripted.</summary>
internal static class FaultAnswers
{
    public static WireAnswer Of(FaultError error) => error switch
    {
        FaultError.TooManyRequests or FaultError.Throttled => WireAnswer.Throttled,
        FaultError.Banned => WireAnswer.Plain(StatusCodes.Status403Forbidden, "Forbidden"),
        FaultError.Unavailable => WireAnswer.Plain(StatusCodes.Status503ServiceUnavailable, "Service Unavailable"),
        FaultError.InternalError => WireAnswer.Plain(StatusCodes.Status500InternalServerError, "null"),
        FaultError.ExecutionUnknown => WireAnswer.Plain(StatusCodes.Status502BadGateway, "Bad Gateway"),
        FaultError.BackendTimeout => WireAnswer.Plain(StatusCodes.Status504GatewayTimeout, "Gateway Timeout"),
        FaultError.DuplicateClientId => Refused("Client order id is already in use."),
        FaultError.OrderTooSmall => Refused("Order must have minimum value of $10."),
        FaultError.BadApiKey => Refused("User or API Wallet 0x0000000000000000000000000000000000000000 does not exist."),
    };

    private static WireAnswer Refused(string why) => WireAnswer.Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "err");
        writer.WriteString("response", why);
        writer.WriteEndObject();
    });
}
