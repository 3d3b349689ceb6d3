using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Etrms.Exchanges;

namespace Etrms.Workers.Analysis;

/// <summary>Asks a venue for past candles; the answer comes by the inbox.</summary>
internal delegate void PastAsker(InstrumentId instrument, TimeSpan interval, DateTimeOffset from, DateTimeOffset until);

/// <summary>
/// Brings candles into the analyst in order. Where some are missing, at the start or after a gap, the venue is asked for them first; what it does not
/// have either makes the analyst begin anew.
/// </summary>
internal sealed class CandleIntake(MarketAnalyst analyst, PastAsker askPast, AnalystRules rules)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(InstrumentId, TimeSpan), (DateTimeOffset AskedAt, DateTimeOffset? AnsweredUntil)> _asked = [];

    /// <summary>The contracts and lengths in which something new is known now.</summary>
    public HashSet<(InstrumentId Instrument, TimeSpan Interval)> Take(MarketNews news, DateTimeOffset now)
    {
        var changed = new HashSet<(InstrumentId, TimeSpan)>();
        foreach (var past in news.Past)
        {
            var (askedAt, answered) = _asked.GetValueOrDefault((past.Instrument, past.Interval));
            _asked[(past.Instrument, past.Interval)] = (askedAt, past.Until > (answered ?? DateTimeOffset.MinValue) ? past.Until : answered);
            foreach (var candle in past.Candles)
            {
                Put(past.Instrument, past.Interval, candle, now, changed);
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
        var endAt = analyst.Find(update.Instrument, update.Interval)?.Reading?.EndAt;
        var isNext = endAt == update.Candle.OpenAt;
        if (!isNext && (endAt is null || update.Candle.OpenAt > endAt) && !WasAnswered(update))
        {
            Ask(update, endAt, now);
        }
        else if (update.IsClosed)
        {
            Put(update.Instrument, update.Interval, update.Candle, now, changed);
        }
    }

    /// <summary>The venue was asked up to here: what is missing still is missing there too.</summary>
    private bool WasAnswered(MarketUpdate.CandleChanged update) =>
        _asked.GetValueOrDefault((update.Instrument, update.Interval)).AnsweredUntil >= update.Candle.OpenAt;

    private void Ask(MarketUpdate.CandleChanged update, DateTimeOffset? endAt, DateTimeOffset now)
    {
        var key = (update.Instrument, update.Interval);
        var (askedAt, answered) = _asked.GetValueOrDefault(key);
        if (now - askedAt >= AskAgainAfter)
        {
            _asked[key] = (now, answered);
            var first = update.Candle.OpenAt - (rules.Bars * update.Interval);
            askPast(
                update.Instrument, update.Interval, endAt > first ? endAt.Value : first, update.IsClosed ? update.Candle.OpenAt + update.Interval : update.Candle.OpenAt);
        }
    }

    private void Put(InstrumentId instrument, TimeSpan interval, in Candle candle, DateTimeOffset now, HashSet<(InstrumentId, TimeSpan)> changed)
    {
        if (analyst.Take(instrument, interval, candle, now))
        {
            changed.Add((instrument, interval));
        }
    }
}
