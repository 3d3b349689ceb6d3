using Etrms.Domain.Backtesting;

namespace Etrms.Venue.Binance.Rest;

/// <summary>A position's place in the queue for auto-deleveraging: 0 flat or last, 4 first. Profit on the margin that it binds decides.</summary>
internal static class AdlRank
{
    public static int Of(ExchangePosition position) => Return(position) switch
    {
        null => 0,
        <= 0 => 1,
        < 0.25m => 2,
        < 1 => 3,
        _ => 4,
    };

    private static decimal? Return(ExchangePosition position) =>
        position.Quantity == 0 || position.PositionInitialMargin == 0 ? null : position.UnrealizedPnl / position.PositionInitialMargin;
}
