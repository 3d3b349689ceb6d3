namespace Etrms.Exchanges.Tests.Venue.Hyperliquid;

/// <summary>The venue with a dead-man switch that asks for no trading beforehand.</summary>
public sealed class CoinVenue : PaperVenue
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Venue:Hyperliquid:ScheduleCancelVolume", "0"), new("Venue:Hyperliquid:WeightPerMinute", "1000000"),
    ];

    /// <summary>Moves BTC on this venue alone.</summary>
    internal Task MoveBtcAsync(decimal price) => ControlAsync("price", new { venue = "hyperliquid", symbol = "BTC", price });
}
