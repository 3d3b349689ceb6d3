using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>Where the prices come from; shown wherever they are shown.</summary>
public enum PriceSource
{
    Candles,
    History,
    Simulated,
}

/// <summary>Ended: the recorded data are used up and the last price stands.</summary>
public enum MarketPhase
{
    Running,
    Paused,
    Ended,
}

public sealed record MarketStatus(
    PriceSource PriceSource, MarketPhase Phase, DateTimeOffset MarketAt, DateTimeOffset WallAt, double Speed, ImmutableArray<string> Symbols);

/// <summary>One point of a scripted price path, counted in wall time from when the script was given.</summary>
public readonly record struct PathPoint(TimeSpan After, decimal Price);

/// <summary>The public side of the paper venue. Belongs to the venue's loop: reach it through <see cref="VenueLoop"/>.</summary>
public sealed class VenueMarket
{
    public ImmutableArray<Instrument> Instruments => throw new NotSupportedException();

    public MarketStatus Status => throw new NotSupportedException();

    public bool TryFind(string? symbol, [NotNullWhen(true)] out Instrument? instrument) => throw new NotSupportedException();

    public MarketQuote Quote(InstrumentId instrument) => throw new NotSupportedException();

    /// <summary>At most limit levels a side.</summary>
    public BookView Book(InstrumentId instrument, int limit) => throw new NotSupportedException();

    /// <summary>Newest last.</summary>
    public ImmutableArray<VenueTrade> Trades(InstrumentId instrument, int limit) => throw new NotSupportedException();

    /// <summary>Bars with an open time in [start, end], oldest first; with neither bound the newest ones, else counted from start if given.</summary>
    public ImmutableArray<Kline> Klines(InstrumentId instrument, KlineInterval interval, DateTimeOffset? start, DateTimeOffset? end, int limit) =>
        throw new NotSupportedException();

    public Ticker Ticker(InstrumentId instrument) => throw new NotSupportedException();

    public ImmutableArray<FundingSettlement> Funding(InstrumentId instrument, DateTimeOffset? start, DateTimeOffset? end, int limit) =>
        throw new NotSupportedException();

    public decimal OpenInterest(InstrumentId instrument) => throw new NotSupportedException();

    public void Pause() => throw new NotSupportedException();

    public void Resume() => throw new NotSupportedException();

    public void SetSpeed(double speed) => throw new NotSupportedException();

    /// <summary>Moves market time without trading the way between; false when there are no data at that time.</summary>
    public bool TryJumpTo(DateTimeOffset at) => throw new NotSupportedException();

    /// <summary>Mark, last and book go to the price at once; the replay continues from there in proportion.</summary>
    public void OverridePrice(InstrumentId instrument, decimal price) => throw new NotSupportedException();

    /// <summary>The contract returns to its own prices.</summary>
    public void ReleasePrice(InstrumentId instrument) => throw new NotSupportedException();

    public void PlayPath(InstrumentId instrument, ImmutableArray<PathPoint> points) => throw new NotSupportedException();
}
