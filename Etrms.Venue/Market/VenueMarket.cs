using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Market;

/// <summary>Where the prices come from; shown wherever they are shown.</summary>
public enum PriceSource
{
    Candles,
    History,
    Simulated,

    /// <summary>A live public feed leads; the book around its last price is made up.</summary>
    LiveFeed,
}

/// <summary>Ended: the recorded data are used up and the last price stands.</summary>
public enum MarketPhase
{
    Running,
    Paused,
    Ended,

    /// <summary>The live feed is lost and its last prices stand.</summary>
    Deaf,
}

public sealed record MarketStatus(
    PriceSource PriceSource, MarketPhase Phase, DateTimeOffset MarketAt, DateTimeOffset WallAt, double Speed, ImmutableArray<string> Symbols);

/// <summary>One point of a scripted price path, counted in wall time from when the script was given.</summary>
public readonly record struct PathPoint(TimeSpan After, decimal Price);

/// <summary>The public side of the paper venue. Belongs to the venue's loop: reach it through <see cref="VenueLoop"/>.</summary>
public sealed class VenueMarket
{
    private readonly VenueClock _clock;
    private readonly VenueExchanges _exchanges;
    private readonly MarketTape _tape;
    private readonly PriceSource _source;
    private readonly SortedDictionary<InstrumentId, ContractMarket> _contracts = [];
    private readonly List<(DateTimeOffset DueAt, InstrumentId Instrument, decimal Price)> _script = [];

    internal VenueMarket(PriceData data, VenueClock clock, VenueExchanges exchanges, Action<MarketEvent> emit, int seed)
    {
        _clock = clock;
        _exchanges = exchanges;
        _source = data.Source;
        _tape = new MarketTape(clock, emit);
        At = data.StartAt;
        foreach (var contract in data.Contracts)
        {
            if (ContractMarket.Open(contract, At, seed) is { } market)
            {
                _contracts.Add(contract.Instrument.Id, market);
                market.Show(ExchangeOf(market));
            }
        }

        Instruments = [.. _contracts.Values.Select(market => market.Instrument)];
        clock.JumpTo(data.FollowsWall ? clock.WallNow : At);
    }

    public ImmutableArray<Instrument> Instruments { get; }

    /// <summary>Market time up to which everything has happened.</summary>
    public DateTimeOffset At { get; private set; }

    public MarketStatus Status => new(
        _source, Phase, At, _clock.WallNow, _clock.Speed,
        [.. Instruments.Where(instrument => instrument.Id.Exchange == Exchange.Binance).Select(instrument => instrument.Id.Symbol)]);

    /// <summary>Set by the live feed while it hears nothing.</summary>
    internal bool IsDeaf { get; set; }

    private MarketPhase Phase => IsDeaf ? MarketPhase.Deaf
        : _contracts.Values.All(market => market.NextStepAt is null && !market.IsLed) ? MarketPhase.Ended
        : _clock.IsPaused ? MarketPhase.Paused : MarketPhase.Running;

    public bool TryFind(string? symbol, [NotNullWhen(true)] out Instrument? instrument)
    {
        instrument = Instruments.FirstOrDefault(candidate => string.Equals(candidate.Id.Symbol, symbol, StringComparison.Ordinal));
        return instrument is not null;
    }

    public MarketQuote Quote(InstrumentId instrument) => _tape.Quote(_contracts[instrument], At);

    /// <summary>At most limit levels a side.</summary>
    public BookView Book(InstrumentId instrument, int limit)
    {
        var market = _contracts[instrument];
        return new BookView(
            instrument, market.BookVersion, [.. market.Book.Bids.Take(limit)], [.. market.Book.Asks.Take(limit)], Now(market.At));
    }

    /// <summary>Newest last.</summary>
    public ImmutableArray<VenueTrade> Trades(InstrumentId instrument, int limit) => [.. _contracts[instrument].Trades.TakeLast(limit)];

    /// <summary>
    /// Bars that opened in [start, end], oldest first: counted from the start where one is given, else the newest up to the end.
    /// </summary>
    public ImmutableArray<Kline> Klines(InstrumentId instrument, KlineInterval interval, DateTimeOffset? start, DateTimeOffset? end, int limit) =>
        _contracts[instrument].Klines.Query(interval, start, end, limit);

    /// <summary>How far the index of a contract stands above its mark at an instant, as a fraction.</summary>
    public decimal Basis(InstrumentId instrument, DateTimeOffset at) => _contracts[instrument].Basis(at);

    public Ticker Ticker(InstrumentId instrument) => MarketTape.Ticker(_contracts[instrument], At);

    /// <summary>Settlements in [start, end], oldest first; without a start the newest.</summary>
    public ImmutableArray<FundingSettlement> Funding(InstrumentId instrument, DateTimeOffset? start, DateTimeOffset? end, int limit)
    {
        var found = _contracts[instrument].Settlements
            .Where(settlement => (start is null || settlement.At >= start) && (end is null || settlement.At <= end));
        return start is null ? [.. found.TakeLast(limit)] : [.. found.Take(limit)];
    }

    public decimal OpenInterest(InstrumentId instrument) => _contracts[instrument].OpenInterest;

    public void Pause() => _clock.Pause();

    public void Resume() => _clock.Resume();

    public void SetSpeed(double speed) => _clock.SetSpeed(speed);

    /// <summary>Moves market time without trading the way between; false, and nothing changed, when there are no data at that time.</summary>
    public bool TryJumpTo(DateTimeOffset at)
    {
        if (!_contracts.Values.Any(market => market.HasDataAt(at)))
        {
            return false;
        }

        At = at;
        _clock.JumpTo(at);
        foreach (var market in _contracts.Values.Where(market => market.Seek(at)))
        {
            market.Show(ExchangeOf(market));
            _tape.Reset(market);
        }

        return true;
    }

    /// <summary>Mark, last and book go to the price at once and a script of the contract ends; the replay continues from there in proportion.</summary>
    public void OverridePrice(InstrumentId instrument, decimal price)
    {
        EndScript(instrument);
        Override(instrument, price);
    }

    /// <summary>Empties the book of a contract until it is told otherwise; its prices go on.</summary>
    public void Halt(InstrumentId instrument, bool isHalted)
    {
        var market = _contracts[instrument];
        market.Halt(isHalted, ExchangeOf(market));
    }

    /// <summary>Rests a stranger's order in the book of a contract, or takes it away.</summary>
    public void PutWall(InstrumentId instrument, OrderSide side, BookLevel wall)
    {
        var market = _contracts[instrument];
        market.PutWall(side, wall, ExchangeOf(market));
    }

    /// <summary>A trade of the live feed.</summary>
    internal void Follow(InstrumentId instrument, MarketTrade trade)
    {
        foreach (var market in _contracts.Values.Where(market => market.Leader == instrument))
        {
            _tape.Print(market, market.Follow(trade, ExchangeOf(market), Now(At), closed => _tape.Close(market, closed)));
        }
    }

    /// <summary>The mark of the live feed with its funding.</summary>
    internal void Follow(InstrumentId instrument, decimal mark, FundingRate next)
    {
        foreach (var market in _contracts.Values.Where(market => market.Leader == instrument))
        {
            market.Follow(mark, next, ExchangeOf(market));
        }
    }

    /// <summary>The contract returns to its own prices and its script ends.</summary>
    public void ReleasePrice(InstrumentId instrument)
    {
        EndScript(instrument);
        var market = _contracts[instrument];
        _tape.Print(market, market.Release(ExchangeOf(market), Now(At), closed => _tape.Close(market, closed)));
    }

    /// <summary>Replaces the contract's script; each point is an override at its time.</summary>
    public void PlayPath(InstrumentId instrument, ImmutableArray<PathPoint> points)
    {
        var now = _clock.WallNow;
        EndScript(instrument);
        _script.AddRange(points.Select(point => (now + point.After, instrument, point.Price)));
        _script.Sort((left, right) => left.DueAt.CompareTo(right.DueAt));
    }

    /// <summary>Where the price data began.</summary>
    internal DateTimeOffset FirstAt => _contracts.Values.Min(market => market.FirstAt);

    /// <summary>Price ratios of the contracts under an override.</summary>
    internal ImmutableDictionary<string, decimal> Overrides => _contracts.Values
        .Where(market => market.Ratio != 1)
        .ToImmutableDictionary(market => market.Instrument.Id.Symbol, market => market.Ratio, StringComparer.Ordinal);

    internal void RestoreOverrides(IReadOnlyDictionary<string, decimal> ratios)
    {
        foreach (var market in _contracts.Values)
        {
            if (ratios.TryGetValue(market.Instrument.Id.Symbol, out var ratio))
            {
                market.Restore(ratio);
                market.Show(ExchangeOf(market));
            }
        }
    }

    /// <summary>Wall time of the next scripted price; null without a script.</summary>
    internal DateTimeOffset? NextScriptedAt => _script.Count > 0 ? _script[0].DueAt : null;

    /// <summary>Plays the scripted prices that are due; true when there were any.</summary>
    internal bool PlayScript()
    {
        var due = _script.TakeWhile(point => point.DueAt <= _clock.WallNow).ToList();
        _script.RemoveRange(0, due.Count);
        due.ForEach(point => Override(point.Instrument, point.Price));
        return due.Count > 0;
    }

    /// <summary>Lets everything up to market time now happen, across contracts in the order of time; false when the budget ran out first.</summary>
    internal bool Advance(Func<bool> hasBudget)
    {
        var target = _clock.MarketNow;
        while (NextContract() is { } market && market.NextStepAt <= target)
        {
            if (!hasBudget())
            {
                return false;
            }

            At = market.NextStepAt.Value;
            if (market.NextFundingAt <= At)
            {
                _tape.Fund(market, market.SettleFunding(ExchangeOf(market)));
            }

            _tape.Print(market, market.Step(ExchangeOf(market), _clock.WallNow, closed => _tape.Close(market, closed)));
        }

        At = target > At && Phase != MarketPhase.Ended ? target : At;
        foreach (var market in _contracts.Values.Where(market => market.IsLed && market.NextFundingAt <= At))
        {
            _tape.Fund(market, market.SettleFunding(ExchangeOf(market)));
        }

        return true;
    }

    /// <summary>Sends out what changed since the last time.</summary>
    internal void Publish()
    {
        foreach (var market in _contracts.Values)
        {
            _tape.Publish(market, At);
        }
    }

    private ContractMarket? NextContract()
    {
        ContractMarket? next = null;
        foreach (var market in _contracts.Values)
        {
            if (market.NextStepAt is { } at && (next is null || at < next.NextStepAt))
            {
                next = market;
            }
        }

        return next;
    }

    private SimulatedExchange ExchangeOf(ContractMarket market) => _exchanges.Of(market.Instrument.Id.Exchange);

    private void EndScript(InstrumentId instrument) => _script.RemoveAll(point => point.Instrument == instrument);

    private void Override(InstrumentId instrument, decimal price)
    {
        var market = _contracts[instrument];
        _tape.Print(market, market.Override(price, ExchangeOf(market), Now(At), closed => _tape.Close(market, closed)));
    }

    private MarketStamp Now(DateTimeOffset at) => new(at, _clock.WallNow);
}
