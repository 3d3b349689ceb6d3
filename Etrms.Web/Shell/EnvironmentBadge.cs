using Etrms.Contracts;
using Etrms.Web.Formatting;

namespace Etrms.Web.Shell;

/// <summary>Which world this is and where its prices come from, in words.</summary>
internal static class EnvironmentBadge
{
    public static string Name(VenueStatusView? venue) => venue?.Environment ?? "UNKNOWN";

    public static Tone ToneOf(VenueStatusView? venue) => venue?.Environment switch
    {
        "LIVE" => Tone.Bad,
        "TESTNET" => Tone.Warning,
        "DEMO" => Tone.Info,
        _ => Tone.Neutral,
    };

    /// <summary>Null where prices are the exchange's own and need no label.</summary>
    public static string? Prices(VenueStatusView? venue) => venue?.PriceSource switch
    {
        null or "" => null,
        "candles" or "real candles" => "replayed real candles",
        "history" or "exchange history" => "exchange history, replayed",
        "simulated" => "simulated prices",
        "live_feed" => "prices of a live feed",
        var other => other,
    };
}
