using System.Diagnostics.CodeAnalysis;
using Etrms.Domain.Market;
using Etrms.Venue.Binance;
using Etrms.Venue.Hyperliquid;

namespace Etrms.Venue.Control;

/// <summary>The contracts of both venues, as control requests name them.</summary>
internal sealed class Symbols(Listing contracts, CoinListing coins)
{
    /// <param name="venue">binance (also when null) or hyperliquid.</param>
    public bool TryFind(string? venue, string symbol, [NotNullWhen(true)] out Instrument? instrument)
    {
        instrument = !TryReadVenue(venue, out var exchange) ? null : exchange switch
        {
            Exchange.Binance => contracts.TryFind(symbol, out var contract) ? contract : null,
            Exchange.Hyperliquid => coins.TryFind(symbol, out var coin) ? coin.Instrument : null,
        };
        return instrument is not null;
    }

    public static bool TryReadVenue(string? venue, out Exchange exchange)
    {
        exchange = Exchange.Binance;
        return venue is null || (Enum.TryParse(venue, ignoreCase: true, out exchange) && !int.TryParse(venue, out _));
    }
}
