using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>
/// A bar length of the protocol. Those longer than a day are counted from 1970 in days, so that weeks start on Thursday and a month
/// has 30 days; they are folded from daily bars.
/// </summary>
internal sealed record CandleInterval
{
    private const int All = int.MaxValue;
    private readonly KlineInterval _kline;
    private readonly int _days;

    private CandleInterval(string code, KlineInterval kline, int days) => (Code, _kline, _days) = (code, kline, days);

    public string Code { get; }

    /// <summary>The market's bars that it is made of.</summary>
    public KlineInterval Source => _kline;

    public static readonly ImmutableArray<CandleInterval> Offered =
    [
        .. KlineInterval.All.Where(interval => interval.Code is not ("6h" or "3d" or "1w" or "1M")).Select(interval => new CandleInterval(interval.Code, interval, 0)),
        new("3d", KlineInterval.OneDay, 3), new("1w", KlineInterval.OneDay, 7), new("1M", KlineInterval.OneDay, 30),
    ];

    public static bool TryParse(string code, [NotNullWhen(true)] out CandleInterval? interval)
    {
        interval = Offered.FirstOrDefault(candidate => string.Equals(candidate.Code, code, StringComparison.Ordinal));
        return interval is not null;
    }

    /// <summary>Start of the bar that holds an instant.</summary>
    public DateTimeOffset OpenOf(DateTimeOffset at)
    {
        if (_days == 0)
        {
            return _kline.OpenOf(at);
        }

        var length = TimeSpan.FromDays(_days);
        return DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((at - DateTimeOffset.UnixEpoch).Ticks / length.Ticks * length.Ticks);
    }

    /// <summary>Bars that opened in [from, to], oldest first.</summary>
    public IEnumerable<Kline> Read(VenueMarket market, InstrumentId coin, DateTimeOffset from, DateTimeOffset? to)
    {
        var bars = market.Klines(coin, _kline, from, to, All);
        return _days == 0 ? bars : bars.GroupBy(bar => OpenOf(bar.OpenAt)).Select(Fold);
    }

    /// <summary>The bar that is still forming; null before anything traded.</summary>
    public Kline? ReadForming(VenueMarket market, InstrumentId coin) => Read(market, coin, OpenOf(market.At), null).LastOrDefault();

    private Kline Fold(IGrouping<DateTimeOffset, Kline> days)
    {
        var whole = days.Aggregate((sum, day) => sum.With(day));
        return whole with { OpenAt = days.Key, CloseAt = days.Key.AddDays(_days).AddMilliseconds(-1) };
    }
}
