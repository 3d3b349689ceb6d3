using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>Funding that a position paid; negative when it received. As far back as the venue remembers.</summary>
internal readonly record struct FundingSums(decimal AllTime, decimal SinceOpen, decimal SinceChange)
{
    public static FundingSums Of(string user, InstrumentId coin, VenueDesk desk)
    {
        var (opened, changed) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        foreach (var trade in desk.Hyperliquid.Trades(user).Where(trade => trade.Instrument == coin))
        {
            var end = trade.StartQuantity + (trade.Side == OrderSide.Buy ? trade.Quantity : -trade.Quantity);
            changed = trade.At;
            opened = trade.StartQuantity == 0 || Math.Sign(end) != Math.Sign(trade.StartQuantity) ? trade.At : opened;
        }

        var (all, sinceOpen, sinceChange) = (0m, 0m, 0m);
        foreach (var entry in desk.Hyperliquid.Ledger(user).Where(entry => entry.Kind == LedgerKind.Funding && entry.Instrument == coin))
        {
            all -= entry.Amount;
            sinceOpen -= entry.At >= opened ? entry.Amount : 0;
            sinceChange -= entry.At >= changed ? entry.Amount : 0;
        }

        return new FundingSums(all, sinceOpen, sinceChange);
    }
}
