using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>What a run holds and has ordered in one contract.</summary>
internal sealed class BarLeg(BacktestMarket market)
{
    private int _nextFunding;

    public BacktestMarket Market { get; } = market;

    public Instrument Instrument => Market.Instrument;

    public PositionState Position { get; } = new(market.Instrument.Id, PositionSide.Both) { BookedDecimals = null };

    /// <summary>Orders that wait for the next open or rest for a price.</summary>
    public List<AdmittedOrder> Orders { get; } = [];

    public OpenTrade? Trade { get; set; }

    public Bracket Protection { get; set; }

    /// <summary>Size to which a breaker wants the position brought at the next open; null when none does.</summary>
    public decimal? Target { get; set; }

    /// <summary>The plans that wait for <see cref="Target"/>.</summary>
    public List<Guid> Plans { get; } = [];

    /// <summary>Index of the candle at hand; -1 before the first.</summary>
    public int Index { get; private set; } = -1;

    public Bar Bar { get; private set; }

    /// <summary>Price that the position is valued at: the last close, or the open while a candle is being worked through.</summary>
    public decimal Price { get; set; }

    public DateTimeOffset OpenAt => Market.Candles.OpenAt(Index);

    public bool HasNext => Index + 1 < Market.Candles.Count;

    public long NextOpenMs => Market.Candles.OpenMs(Index + 1);

    public decimal Pnl => Position.Pnl(Price);

    public OrderSide ExitSide => Position.Quantity > 0 ? OrderSide.Sell : OrderSide.Buy;

    public void Advance()
    {
        Index++;
        var candles = Market.Candles;
        Bar = new Bar(candles.Open(Index), candles.High(Index), candles.Low(Index), candles.Close(Index));
        Price = Bar.Open;
    }

    /// <summary>The rates that fall due until a time, included, each once.</summary>
    public bool TryTakeFunding(DateTimeOffset until, out FundingRate funding)
    {
        if (_nextFunding < Market.Funding.Length && Market.Funding[_nextFunding].At <= until)
        {
            funding = Market.Funding[_nextFunding++];
            return true;
        }

        funding = default;
        return false;
    }
}

/// <summary>An order that the gate let pass.</summary>
/// <param name="Factor">Share of its size at which it passed.</param>
/// <param name="ReleasedAt">Candle in which a stop-limit became a limit order; it fills as one from the next on. Null before.</param>
internal sealed record AdmittedOrder(BarOrder Order, decimal Factor, int? ReleasedAt = null);
