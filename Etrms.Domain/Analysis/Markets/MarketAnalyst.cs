using System.Collections.Immutable;
using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>What is known of a contract, with the reason for every part that is not.</summary>
/// <param name="IsHeard">Its feed gave a sign of life not long ago.</param>
/// <param name="Candles">By length of bar, shortest first.</param>
/// <param name="Liquidity">Null without a fresh book.</param>
/// <param name="Unknown">Why something is missing, in words; null when nothing is.</param>
public sealed record ContractAnalysis(
    InstrumentId Instrument, bool IsHeard, IReadOnlyList<CandleAnalyst> Candles, LiquidityReading? Liquidity, MarketAssessment Assessment, string? Unknown)
{
    /// <summary>Large levels that stand now; empty without a fresh book.</summary>
    public ImmutableArray<RestingWall> Walls { get; init; } = [];
}

/// <summary>
/// Follows several markets by closed candles and books. It has no clock: whoever asks says what time it is, and what is too old by then is unknown.
/// </summary>
/// <param name="intervals">Lengths of bars, shortest first; the shortest drives limits.</param>
public sealed class MarketAnalyst(IReadOnlyList<TimeSpan> intervals, AnalystRules rules)
{
    private readonly SortedDictionary<InstrumentId, Course> _courses = [];
    private readonly Dictionary<(Exchange, TimeSpan), (CorrelationAnalyst Analyst, CorrelationReading? Newest)> _correlations = [];

    public IEnumerable<InstrumentId> Contracts => _courses.Keys;

    /// <summary>Begins to follow a contract; nothing is known of it yet.</summary>
    public void Follow(InstrumentId instrument)
    {
        if (!_courses.ContainsKey(instrument))
        {
            _courses.Add(instrument, new Course([.. intervals.Select(interval => new CandleAnalyst(interval, rules))], new BookAnalyst(rules), new FlowAnalyst(rules)));
        }
    }

    /// <summary>Takes a closed candle; false when it is of nothing that is followed, or says nothing new.</summary>
    public bool Take(InstrumentId instrument, TimeSpan interval, in Candle candle, DateTimeOffset now)
    {
        if (!_courses.TryGetValue(instrument, out var course) || course.Find(interval) is not { } analyst)
        {
            return false;
        }

        course.HeardAt = now;
        return analyst.Take(candle);
    }

    /// <summary>The feed of a contract gave a sign of life.</summary>
    public void Hear(InstrumentId instrument, DateTimeOffset now)
    {
        if (_courses.TryGetValue(instrument, out var course))
        {
            course.HeardAt = now;
        }
    }

    public void Take(InstrumentId instrument, OrderBook book, DateTimeOffset now)
    {
        if (_courses.TryGetValue(instrument, out var course))
        {
            course.HeardAt = now;
            course.Book.Take(book, now);
            if (course.Book.At(now) is { } reading)
            {
                course.Flow.Take(reading);
            }
        }
    }

    public void LoseBook(InstrumentId instrument)
    {
        if (_courses.TryGetValue(instrument, out var course))
        {
            course.Book.Lose();
        }
    }

    /// <summary>What every book and trade of a contract goes through, on top of the books that are judged; null when it is not followed.</summary>
    public FlowAnalyst? FlowOf(InstrumentId instrument) => _courses.GetValueOrDefault(instrument)?.Flow;

    /// <summary>The candles of a contract; null when it is not followed.</summary>
    public CandleAnalyst? Find(InstrumentId instrument, TimeSpan interval) => _courses.GetValueOrDefault(instrument)?.Find(interval);

    /// <summary>
    /// Lets the contract and length that has waited longest learn its hidden states anew, and tells which; null when none is due. One at a time, since a
    /// fit takes as long as all else of a look.
    /// </summary>
    public (InstrumentId Instrument, TimeSpan Interval)? FitNext()
    {
        var due = _courses.SelectMany(course => course.Value.Candles.Where(candles => candles.Phases.IsDue).Select(candles => (course.Key, Candles: candles)))
            .OrderByDescending(each => each.Candles.Phases.Waited).ThenBy(each => each.Candles.Interval).FirstOrDefault();
        due.Candles?.FitPhases();
        return due.Candles is { } fitted ? (due.Key, fitted.Interval) : null;
    }

    /// <summary>How the contracts of a venue moved together up to the newest bar; null while too few are known.</summary>
    public CorrelationReading? Correlate(Exchange exchange, TimeSpan interval)
    {
        var (analyst, _) = _correlations.TryGetValue((exchange, interval), out var known) ? known : (new CorrelationAnalyst(rules), null);
        var newest = analyst.Read(_courses.Where(course => course.Key.Exchange == exchange)
            .Select(course => KeyValuePair.Create(course.Key, course.Value.Find(interval)!)));
        _correlations[(exchange, interval)] = (analyst, newest);
        return newest;
    }

    /// <summary>Returns of a venue's contracts that allocations are made from; null while too few are known.</summary>
    public CommonReturns? Returns(Exchange exchange, TimeSpan interval) => CommonReturns.Of(
        _courses.Where(course => course.Key.Exchange == exchange).Select(course => KeyValuePair.Create(course.Key, course.Value.Find(interval)!)),
        rules.AllocationReturns, rules.LeastAllocationReturns);

    /// <summary>What is known of a contract at an instant; null when it is not followed.</summary>
    /// <param name="marketNow">Market time.</param>
    /// <param name="now">Our clock.</param>
    public ContractAnalysis? At(InstrumentId instrument, DateTimeOffset marketNow, DateTimeOffset now)
    {
        if (!_courses.TryGetValue(instrument, out var course))
        {
            return null;
        }

        var isHeard = now - course.HeardAt <= rules.StaleAfter * 4;
        var bars = course.Candles[0];
        var isFresh = isHeard && bars.IsFresh(marketNow);
        var liquidity = course.Book.At(now);
        var correlation = _correlations.GetValueOrDefault((instrument.Exchange, bars.Interval)).Newest;
        var isCorrelated = isFresh && correlation is not null && correlation.EndAt == bars.Reading!.EndAt && correlation.Contracts.Contains(instrument);
        var assessment = new MarketAssessment
        {
            State = isFresh ? bars.Reading!.State : null,
            Bars = isFresh ? bars.StateBars : 0,
            Next = isFresh ? bars.Next : [],
            IsBreakout = isFresh && bars.Reading!.Regime is { Turn: Regimes.RegimeTurn.Breakout },
            Volatility = isFresh ? bars.Reading!.VolatilityRegime : null,
            Liquidity = liquidity?.Regime,
            Correlation = isCorrelated ? correlation!.Regime : null,
            Finding = liquidity is null ? null : course.Flow.Notable,
        };
        return new ContractAnalysis(instrument, isHeard, course.Candles, liquidity, assessment, Reason(isHeard, isFresh, bars, liquidity, assessment))
        {
            Walls = liquidity is null ? [] : course.Flow.Standing,
        };
    }

    private string? Reason(bool isHeard, bool isFresh, CandleAnalyst bars, LiquidityReading? liquidity, MarketAssessment assessment)
    {
        var reasons = new List<string>();
        if (!isFresh)
        {
            reasons.Add(bars.Reading is not { } reading ? "no past candles are known yet"
                : isHeard ? $"the newest candle ended at {reading.EndAt:yyyy-MM-dd HH\\:mm} UTC" : "nothing is heard of the contract");
        }
        else if (assessment.State is null || assessment.Volatility is null)
        {
            reasons.Add($"{bars.Reading!.Bars} candles in a row are too few");
        }

        if (liquidity is null)
        {
            reasons.Add("there is no fresh book");
        }
        else if (liquidity.Regime is null)
        {
            reasons.Add($"{liquidity.Samples} of {rules.LeastBooks} books were seen that tell what is usual");
        }

        if (isFresh && assessment.Correlation is null)
        {
            reasons.Add("too few contracts share enough candles for a correlation");
        }

        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }

    private sealed class Course(CandleAnalyst[] candles, BookAnalyst book, FlowAnalyst flow)
    {
        public CandleAnalyst[] Candles => candles;

        public BookAnalyst Book => book;

        public FlowAnalyst Flow => flow;

        /// <summary>Our clock when anything was last told of the contract.</summary>
        public DateTimeOffset HeardAt { get; set; } = DateTimeOffset.MinValue;

        public CandleAnalyst? Find(TimeSpan interval) => Array.Find(candles, analyst => analyst.Interval == interval);
    }
}
