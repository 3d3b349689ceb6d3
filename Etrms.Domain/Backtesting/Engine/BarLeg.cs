using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>What a run holds and has ordered in one contract.</summary>
internal sealed class BarLeg(BacktestMarket market)
{
    private readonly CandleSeries _candles = market.Candles;
    private int _nextFunding;
    private bool _isClosed;

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

    /// <summary>True when this contract has a candle at the time at hand.</summary>
    public bool IsOn { get; set; }

    public Bar Bar => new(_candles.Open(Index), _candles.High(Index), _candles.Low(Index), _candles.Close(Index));

    /// <summary>Price that the position is valued at: the last close, or the open while a candle is being worked through.</summary>
    public decimal Price => Index < 0 ? 0 : _isClosed ? _candles.Close(Index) : _candles.Open(Index);

    public DateTimeOffset OpenAt => _candles.OpenAt(Index);

    public long OpenMs => _candles.OpenMs(Index);

    public bool HasNext => Index + 1 < _candles.Count;

    public long NextOpenMs => _candles.OpenMs(Index + 1);

    public decimal Pnl => Position.Pnl(Price);

    public OrderSide ExitSide => Position.Quantity > 0 ? OrderSide.Sell : OrderSide.Buy;

    /// <summary>Goes on to the next candle; false when there is none.</summary>
    public bool TryAdvance()
    {
        if (!HasNext)
        {
            return false;
        }

        Index++;
        _isClosed = false;
        return true;
    }

    /// <summary>The candle has been worked through: its close is the price from here on.</summary>
    public void Close() => _isClosed = true;

    /// <summary>The rates that fall due until the open of the candle, included, each once.</summary>
    public bool TryTakeFunding(out FundingRate funding)
    {
        if (_nextFunding < Market.Funding.Length && Market.Funding[_nextFunding].At <= OpenAt)
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
