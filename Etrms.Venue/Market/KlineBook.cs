using System.Collections.Immutable;

namespace Etrms.Venue.Market;

/// <summary>Closed bars before a start.</summary>
internal sealed record KlineHistory(IEnumerable<Kline> Minutes, IEnumerable<Kline> Hours, IEnumerable<Kline> Days);

/// <summary>
/// All bars of one contract. Closed minutes, hours and days are kept; every other interval is folded from them, and the bar that is
/// still forming is kept for each interval.
/// </summary>
internal sealed class KlineBook
{
    private const int MinutesKept = 50_000;

    private readonly List<Kline> _minutes = [];
    private readonly List<Kline> _hours = [];
    private readonly List<Kline> _days = [];
    private readonly Kline?[] _forming = new Kline?[KlineInterval.All.Length];

    private static readonly int MinuteIndex = KlineInterval.All.IndexOf(KlineInterval.OneMinute);
    private static readonly int HourIndex = KlineInterval.All.IndexOf(KlineInterval.OneHour);
    private static readonly int DayIndex = KlineInterval.All.IndexOf(KlineInterval.OneDay);

    /// <summary>Bars before the start: days, then hours after the last day, then minutes after the last hour.</summary>
    public void Load(KlineHistory history, DateTimeOffset now)
    {
        Refill(_minutes, history.Minutes);
        Refill(_hours, history.Hours);
        Refill(_days, history.Days);
        Complete(_hours, KlineInterval.OneHour, now);
        Complete(_days, KlineInterval.OneDay, now);
        for (var i = 0; i < _forming.Length; i++)
        {
            var interval = KlineInterval.All[i];
            var last = Fold(interval, interval.OpenOf(now), now, withForming: false).LastOrDefault();
            _forming[i] = last is null ? null : last with { IsClosed = false };
        }
    }

    public Kline? Forming(KlineInterval interval) => _forming[KlineInterval.All.IndexOf(interval)];

    /// <summary>Folds one step into every interval and hands out the bars that it closed.</summary>
    public void Add(Kline step, Action<Kline> closed)
    {
        for (var i = 0; i < _forming.Length; i++)
        {
            var interval = KlineInterval.All[i];
            if (_forming[i] is { } open && step.OpenAt <= open.CloseAt)
            {
                _forming[i] = open.With(step);
                continue;
            }

            if (_forming[i] is { IsClosed: false } done)
            {
                var bar = done with { IsClosed = true };
                Keep(i, bar);
                closed(bar);
            }

            _forming[i] = step.As(interval, interval.OpenOf(step.OpenAt));
        }
    }

    public ImmutableArray<Kline> Query(KlineInterval interval, DateTimeOffset? start, DateTimeOffset? end, int limit)
    {
        var from = start is { } first ? first : DateTimeOffset.MinValue;
        var bars = Fold(interval, from, end ?? DateTimeOffset.MaxValue, withForming: true);
        return start is null ? [.. bars.Skip(bars.Count - limit)] : [.. bars.Take(limit)];
    }

    /// <summary>Minutes that opened at or after an instant, the forming one included.</summary>
    public IEnumerable<Kline> MinutesSince(DateTimeOffset from) =>
        From(_minutes, from).Concat(_forming[MinuteIndex] is { } forming && !IsKept(_minutes, forming) ? [forming] : []);

    private List<Kline> Fold(KlineInterval interval, DateTimeOffset from, DateTimeOffset to, bool withForming)
    {
        var folded = new List<Kline>();
        var first = from == DateTimeOffset.MinValue ? from : interval.OpenOf(from);
        foreach (var bar in Pieces(interval, first))
        {
            var openAt = interval.OpenOf(bar.OpenAt);
            if (folded.Count > 0 && folded[^1].OpenAt == openAt)
            {
                folded[^1] = folded[^1].With(bar);
            }
            else
            {
                folded.Add(bar.As(interval, openAt) with { IsClosed = true });
            }
        }

        if (withForming && Forming(interval) is { } forming)
        {
            if (folded.Count > 0 && folded[^1].OpenAt == forming.OpenAt)
            {
                folded.RemoveAt(folded.Count - 1);
            }

            folded.Add(forming);
        }

        folded.RemoveAll(bar => bar.OpenAt < from || bar.OpenAt > to);
        return folded;
    }

    /// <summary>The coarsest kept bars that an interval is made of, each instant once.</summary>
    private IEnumerable<Kline> Pieces(KlineInterval interval, DateTimeOffset from)
    {
        var next = from;
        if (interval == KlineInterval.OneMonth || interval.Length >= KlineInterval.OneDay.Length)
        {
            foreach (var day in From(_days, next))
            {
                next = KlineInterval.OneDay.NextOpen(day.OpenAt);
                yield return day;
            }
        }

        if (interval == KlineInterval.OneMonth || interval.Length >= KlineInterval.OneHour.Length)
        {
            foreach (var hour in From(_hours, next))
            {
                next = KlineInterval.OneHour.NextOpen(hour.OpenAt);
                yield return hour;
            }
        }

        foreach (var minute in From(_minutes, next))
        {
            yield return minute;
        }
    }

    private static IEnumerable<Kline> From(List<Kline> bars, DateTimeOffset from)
    {
        var (low, high) = (0, bars.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = bars[middle].OpenAt < from ? (middle + 1, high) : (low, middle);
        }

        for (var i = low; i < bars.Count; i++)
        {
            yield return bars[i];
        }
    }

    private void Keep(int index, Kline bar)
    {
        if (index == MinuteIndex)
        {
            _minutes.Add(bar);
            if (_minutes.Count > MinutesKept * 2)
            {
                _minutes.RemoveRange(0, MinutesKept);
            }
        }
        else if (index == HourIndex)
        {
            _hours.Add(bar);
        }
        else if (index == DayIndex)
        {
            _days.Add(bar);
        }
    }

    private static bool IsKept(List<Kline> bars, Kline forming) => bars.Count > 0 && bars[^1].OpenAt >= forming.OpenAt;

    /// <summary>Bars that are told by finer ones alone so far: what closes from now on joins them without a hole.</summary>
    private void Complete(List<Kline> bars, KlineInterval interval, DateTimeOffset now)
    {
        var from = bars.Count > 0 ? interval.NextOpen(bars[^1].OpenAt) : DateTimeOffset.MinValue;
        bars.AddRange(Fold(interval, from, now, withForming: false).Where(bar => interval.NextOpen(bar.OpenAt) <= now));
    }

    private static void Refill(List<Kline> bars, IEnumerable<Kline> with)
    {
        bars.Clear();
        bars.AddRange(with);
    }
}
