using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Etrms.Exchanges;

namespace Etrms.Workers.Analysis;

/// <summary>Asks a venue for past candles; the answer comes by the inbox.</summary>
internal delegate void PastAsker(InstrumentId instrument, TimeSpan interval, DateTimeOffset from, DateTimeOffset until);

/// <summary>
/// Brings candles into the analyst in order. Where some are missing, at the start or after a gap, the venue is asked for them first, and what closes
/// meanwhile waits for the answer; what the venue does not have either makes the analyst begin anew.
/// </summary>
internal sealed class CandleIntake(MarketAnalyst analyst, PastAsker askPast, AnalystRules rules)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(InstrumentId, TimeSpan), Gap> _gaps = [];

    /// <summary>The contracts and lengths in which something new is known now.</summary>
    public HashSet<(InstrumentId Instrument, TimeSpan Interval)> Take(MarketNews news, DateTimeOffset now)
    {
        var changed = new HashSet<(InstrumentId, TimeSpan)>();
        foreach (var past in news.Past)
        {
            foreach (var candle in past.Candles)
            {
                Put(past.Instrument, past.Interval, candle, now, changed);
            }

            foreach (var update in GapOf(past.Instrument, past.Interval).Answer(past.Until))
            {
                Hear(update, now, changed);
            }
        }

        foreach (var update in news.Closed.Concat(news.Forming))
        {
            Hear(update, now, changed);
        }

        return changed;
    }

    private void Hear(MarketUpdate.CandleChanged update, DateTimeOffset now, HashSet<(InstrumentId, TimeSpan)> changed)
    {
        analyst.Hear(update.Instrument, now);
        var gap = GapOf(update.Instrument, update.Interval);
        var endAt = analyst.Find(update.Instrument, update.Interval)?.Reading?.EndAt;
        var isNext = endAt == update.Candle.OpenAt;
        if (!isNext && (endAt is null || update.Candle.OpenAt > endAt) && !(gap.AnsweredUntil >= update.Candle.OpenAt))
        {
            gap.Wait(update, rules.Bars);
            Ask(gap, update, endAt, now);
        }
        else if (update.IsClosed)
        {
            Put(update.Instrument, update.Interval, update.Candle, now, changed);
        }
    }

    private void Ask(Gap gap, MarketUpdate.CandleChanged update, DateTimeOffset? endAt, DateTimeOffset now)
    {
        if (!gap.IsAsked && now - gap.AskedAt >= AskAgainAfter)
        {
            (gap.IsAsked, gap.AskedAt) = (true, now);
            var until = gap.FirstWaiting ?? update.Candle.OpenAt;
            var first = until - (rules.Bars * update.Interval);
            askPast(update.Instrument, update.Interval, endAt > first ? endAt.Value : first, until);
        }
    }

    private void Put(InstrumentId instrument, TimeSpan interval, in Candle candle, DateTimeOffset now, HashSet<(InstrumentId, TimeSpan)> changed)
    {
        if (analyst.Take(instrument, interval, candle, now))
        {
            changed.Add((instrument, interval));
        }
    }

    private Gap GapOf(InstrumentId instrument, TimeSpan interval)
    {
        if (!_gaps.TryGetValue((instrument, interval), out var gap))
        {
            _gaps[(instrument, interval)] = gap = new Gap();
        }

        return gap;
    }

    /// <summary>What is missing before the newest candles of one contract and length.</summary>
    private sealed class Gap
    {
        private List<MarketUpdate.CandleChanged> _waiting = [];

        public DateTimeOffset AskedAt { get; set; }

        /// <summary>An answer is on its way, however long it takes: every question gets one.</summary>
        public bool IsAsked { get; set; }

        /// <summary>The venue was asked up to here: what is missing still is missing there too.</summary>
        public DateTimeOffset? AnsweredUntil { get; private set; }

        public DateTimeOffset? FirstWaiting => _waiting.Count > 0 ? _waiting[0].Candle.OpenAt : null;

        public void Wait(MarketUpdate.CandleChanged update, int most)
        {
            if (update.IsClosed)
            {
                _waiting.Add(update);
                _waiting.RemoveRange(0, Math.Max(0, _waiting.Count - most));
            }
        }

        /// <summary>What waited for the answer.</summary>
        public List<MarketUpdate.CandleChanged> Answer(DateTimeOffset until)
        {
            IsAsked = false;
            AnsweredUntil = until > AnsweredUntil || AnsweredUntil is null ? until : AnsweredUntil;
            var waited = _waiting;
            _waiting = [];
            return waited;
        }
    }
}
