using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>What a run holds and has ordered in one contract.</summary>
internal sealed class BarLeg(BacktestMarket market, ImmutableArray<FundingRate> funding, OrderLog log)
{
    private readonly CandleSeries _candles = market.Candles;
    private readonly bool _canBeLiquidated = !market.Instrument.Brackets.IsEmpty;
    private int _nextFunding;
    private long _nextFundingMs = DueAt(funding, 0);
    private bool _isClosed;
    private Bracket _protection;
    private Bar? _markBar;

    public BacktestMarket Market { get; } = market;

    public Instrument Instrument => Market.Instrument;

    public PositionState Position { get; } = new(market.Instrument.Id, PositionSide.Both) { BookedDecimals = null };

    /// <summary>Orders that wait for the next open or rest for a price.</summary>
    public List<AdmittedOrder> Orders { get; } = [];

    public OpenTrade? Trade { get; set; }

    public Bracket Protection
    {
        get => _protection;
        set
        {
            _protection = value;
            IsProtected = !value.IsEmpty;
        }
    }

    public bool IsProtected { get; private set; }

    /// <summary>Best price since the entry, which a trailing stop follows.</summary>
    public decimal Best { get; set; }

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

    public decimal Open => _candles.Open(Index);

    /// <summary>The price in price units; only from the first candle on.</summary>
    public long PriceUnits => (_isClosed ? _candles.CloseUnits : _candles.OpenUnits)[Index];

    /// <summary>What liquidation goes by: the mark where one is known, else the price.</summary>
    public decimal Mark => _markBar is not { } marks ? Price : _isClosed ? marks.Close : marks.Open;

    /// <summary>Mark prices during the candle at hand.</summary>
    public Bar MarkBar
    {
        get => _markBar ?? Bar;
        set => _markBar = value;
    }

    /// <summary>The last candle in which both a stop and a target or limit could fill.</summary>
    public int AmbiguousAt { get; set; } = -1;

    public DateTimeOffset OpenAt => _candles.OpenAt(Index);

    public long OpenMs => _candles.OpenMs(Index);

    public bool HasNext => Index + 1 < _candles.Count;

    public long NextOpenMs => _candles.OpenMs(Index + 1);

    public decimal Pnl => Position.Pnl(Price);

    public bool IsFlat => Position.IsFlat;

    /// <summary>True when a candle can change nothing here.</summary>
    public bool IsIdle => Orders.Count == 0 && IsFlat && Target is null;

    /// <summary>True when the candle at hand can change nothing here but the price: no order waits, and what is held ends at no price and is not funded.</summary>
    public bool IsCalm => Orders.Count == 0 && Target is null && (IsFlat || (!IsProtected && !_canBeLiquidated && _nextFundingMs > OpenMs));

    /// <summary>False where nothing fills, because no trade made the candle.</summary>
    public bool IsTraded => _candles.IsTraded(Index);

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

    /// <summary>Takes orders out of the book that will not fill any more.</summary>
    public void End(OrderNoteKind how, Predicate<AdmittedOrder> which)
    {
        for (var i = 0; i < Orders.Count; i++)
        {
            if (which(Orders[i]))
            {
                log.Add(how, this, Orders[i].Order);
                Orders.RemoveAt(i--);
            }
        }
    }

    /// <summary>The rates that fall due until the open of the candle, included, each once.</summary>
    public bool TryTakeFunding(out FundingRate rate)
    {
        if (_nextFundingMs > OpenMs)
        {
            rate = default;
            return false;
        }

        rate = funding[_nextFunding++];
        _nextFundingMs = DueAt(funding, _nextFunding);
        return true;
    }

    /// <summary>Settlements are at full minutes.</summary>
    private static long DueAt(ImmutableArray<FundingRate> funding, int index) => index < funding.Length ? funding[index].At.ToUnixTimeMilliseconds() : long.MaxValue;
}

/// <summary>An order that the gate let pass.</summary>
/// <param name="Factor">Share of its size at which it passed.</param>
/// <param name="PlacedAt">Candle at whose close it was given.</param>
/// <param name="ReleasedAt">Candle in which a stop-limit became a limit order; it fills as one from the next on. Null before.</param>
internal sealed record AdmittedOrder(BarOrder Order, decimal Factor, int PlacedAt, int? ReleasedAt = null)
{
    /// <summary>Best price since a trailing stop was placed.</summary>
    public decimal Best { get; init; }

    /// <summary>Share to which the set in charge had lowered it before.</summary>
    public decimal Share { get; init; } = 1;
}
