using System.Collections.Immutable;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Backtesting.Strategies.Sets;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;

namespace Etrms.Workers.Analysis;

/// <summary>
/// Chooses among applied sets by the newest closed candles, with the watch and the roster that backtests choose by. Computation alone: it waits for nobody
/// and sends nothing.
/// </summary>
internal sealed class SetChoices
{
    private readonly Dictionary<(Guid Backtest, InstrumentId Instrument, string Fingerprint), Course> _courses = [];
    private readonly List<Alert> _news = [];

    public IReadOnlyList<SetChoiceView> Look(IReadOnlyList<AppliedRoster> applied, MarketAnalyst analyst, EventTimes times)
    {
        var views = ImmutableArray.CreateBuilder<SetChoiceView>();
        var seen = new HashSet<(Guid, InstrumentId, string)>();
        foreach (var each in applied)
        {
            foreach (var instrument in each.Instruments)
            {
                var key = (each.Backtest, instrument, each.Roster.Fingerprint);
                seen.Add(key);
                var course = _courses.TryGetValue(key, out var known) ? known : _courses[key] = new Course(each, instrument);
                views.Add(course.Look(analyst, times));
                if (course.Change(times) is { } change)
                {
                    _news.Add(change);
                }
            }
        }

        foreach (var gone in _courses.Keys.Where(key => !seen.Contains(key)).ToList())
        {
            _courses.Remove(gone);
        }

        return views.ToImmutable();
    }

    /// <summary>Changes that nobody was told of yet.</summary>
    public IReadOnlyList<Alert> TakeNews()
    {
        IReadOnlyList<Alert> news = [.. _news];
        _news.Clear();
        return news;
    }

    /// <summary>One contract under one roster.</summary>
    private sealed class Course(AppliedRoster applied, InstrumentId instrument)
    {
        private readonly ConditionWatch _watch = applied.Roster.Watch();
        private MarketConditions _conditions;
        private DateTimeOffset? _endAt;
        private SetChoiceView? _newest;
        private string? _told;

        public SetChoiceView Look(MarketAnalyst analyst, EventTimes times)
        {
            var candles = analyst.Find(instrument, applied.Timeframe.Length);
            var isHeard = analyst.At(instrument, times.MarketAt, times.ReceivedAt) is { IsHeard: true };
            if (candles is not null)
            {
                Feed(candles);
            }

            var isFresh = isHeard && candles?.IsFresh(times.MarketAt) == true;
            var conditions = isFresh ? _conditions : default;
            var choice = applied.Roster.Choose(conditions);
            var seat = applied.Roster.Seats[choice.Seat];
            return _newest = new SetChoiceView
            {
                BacktestId = applied.Backtest,
                Backtest = applied.Name,
                Exchange = instrument.Exchange,
                Symbol = instrument.Symbol,
                Timeframe = applied.Timeframe.ToString(),
                Regime = StrategySets.NameOf(conditions.Regime),
                Volatility = conditions.Volatility,
                Liquidity = conditions.Liquidity,
                Set = seat.Name,
                Strategy = seat.Definition.Name,
                Parameters = StrategySetMapping.ParametersOf(seat),
                Size = choice.Share,
                EndAt = _endAt,
                Reason = conditions.Regime is not null ? null
                    : candles is null ? $"candles of {applied.Timeframe} of this contract are not analysed"
                    : !isFresh ? "the newest candle is too old" : "too few candles in a row were seen",
            };
        }

        /// <summary>An alert when another set is chosen than the one told last. A start tells nothing: what was chosen before it is not known.</summary>
        public Alert? Change(EventTimes times)
        {
            var newest = _newest!;
            var before = _told;
            _told = newest.Reason is null || before is not null ? newest.Set : null;
            if (before is null || before == newest.Set)
            {
                return null;
            }

            var known = newest.Reason is { } reason ? $"Its regime is unknown: {reason}." : $"The market is {newest.Regime}.";
            var parameters = string.Join(", ", newest.Parameters.Select(pair => $"{pair.Key} {pair.Value}"));
            return new Alert(
                $"set/{newest.BacktestId:N}/{instrument}/{times.ReceivedAt:O}", AlertSeverity.Info, $"{instrument.Symbol} calls for the set \"{newest.Set}\"",
                $"{known} By {newest.Backtest} on {newest.Timeframe} candles that is {newest.Strategy} with {parameters}, instead of the set \"{before}\". Nothing is traded by it.",
                null, times.MarketAt, times.ReceivedAt);
        }

        private void Feed(CandleAnalyst candles)
        {
            if (candles.Reading?.EndAt is not { } endAt || endAt == _endAt)
            {
                return;
            }

            foreach (var candle in candles.Newest(int.MaxValue))
            {
                var closedAt = candle.OpenAt + candles.Interval;
                if (_endAt is null || closedAt > _endAt)
                {
                    _conditions = _watch.Next(candle, closedAt);
                    _endAt = closedAt;
                }
            }
        }
    }
}
