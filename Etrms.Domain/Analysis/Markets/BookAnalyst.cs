using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>What the newest book told.</summary>
/// <param name="Score">Depth over the usual, less where the spread is wider than usual; 1 is usual. Null while too few books were seen.</param>
/// <param name="Samples">Books that tell what is usual.</param>
public sealed record LiquidityReading(
    DateTimeOffset At, OrderBook Book, decimal Mid, decimal SpreadBps, decimal Microprice, NearDepth Depth, double? Score, LiquidityRegime? Regime, int Samples)
{
    /// <summary>How far the newest sample lies from the usual of the last minutes; null while too few were seen.</summary>
    public LiquidityDeviation? Deviation { get; init; }

    /// <summary>A spread or a depth so far from the usual that the book counts as thin, whatever its score.</summary>
    public bool IsAnomalous => Deviation is { IsSpreadAnomalous: true } or { IsDepthAnomalous: true };
}

/// <summary>Judges the books of one contract against those of the last hour. A lost or crossed book is no book.</summary>
public sealed class BookAnalyst(AnalystRules rules)
{
    private readonly RunningMedian _spreads = new(rules.UsualBooks);
    private readonly RunningMedian _depths = new(rules.UsualBooks);
    private readonly LiquidityAnomalies _anomalies = new();
    private LiquidityDeviation? _deviation;
    private (int Spread, int Depth) _anomalous;
    private LiquidityReading? _reading;
    private LiquidityRegime? _regime;
    private DateTimeOffset? _sampledAt;

    /// <summary>Takes a book; at is our clock and never goes back.</summary>
    public void Take(OrderBook book, DateTimeOffset at)
    {
        if (BookFigures.Of(book) is not { Spread: >= 0 } figures)
        {
            Lose();
            return;
        }

        var depth = figures.Within(rules.DepthWithinBps);
        var (spread, standing) = ((double)figures.SpreadBps, (double)(depth.BidNotional + depth.AskNotional));
        if (_sampledAt is null || at - _sampledAt >= rules.BookEvery)
        {
            _sampledAt = at;
            Add(at, spread, standing);
            _deviation = Lasting(_anomalies.Next(Math.Max(spread, rules.LeastSpreadBps), standing));
        }

        var score = _spreads.Count < rules.LeastBooks ? (double?)null : ScoreOf(spread, standing);
        _regime = score is not { } known ? null : _deviation is { IsSpreadAnomalous: true } or { IsDepthAnomalous: true } ? LiquidityRegime.Low : Next(_regime, known);
        _reading = new LiquidityReading(at, book, figures.Mid, figures.SpreadBps, figures.Microprice, depth, score, _regime, _spreads.Count)
        {
            Deviation = _deviation,
        };
    }

    /// <summary>A part of the book was missed: nothing is known until the next.</summary>
    public void Lose() => _reading = null;

    /// <summary>Null while no book is known that is young enough.</summary>
    public LiquidityReading? At(DateTimeOffset now) => _reading is { } reading && now - reading.At <= rules.StaleAfter ? reading : null;

    /// <summary>One odd book is noise: only what lasts for several is an anomaly.</summary>
    private LiquidityDeviation? Lasting(LiquidityDeviation? newest)
    {
        _anomalous = (
            newest is { IsSpreadAnomalous: true } ? _anomalous.Spread + 1 : 0,
            newest is { IsDepthAnomalous: true } ? _anomalous.Depth + 1 : 0);
        return newest is not { } deviation ? null : deviation with
        {
            IsSpreadAnomalous = _anomalous.Spread >= rules.AnomalousBooks,
            IsDepthAnomalous = _anomalous.Depth >= rules.AnomalousBooks,
        };
    }

    private void Add(DateTimeOffset at, double spread, double standing)
    {
        _spreads.MoveTo(at);
        _depths.MoveTo(at);
        _spreads.Add(at, spread);
        _depths.Add(at, standing);
    }

    /// <summary>Depth over the usual; less where the spread is wider than usual, and no more where it is narrower.</summary>
    private double ScoreOf(double spread, double standing)
    {
        var depth = _depths.Median is > 0 and var usual ? standing / usual : 0;
        return depth * (spread > 0 ? Math.Min((_spreads.Median ?? 0) / spread, 1) : 1);
    }

    private LiquidityRegime Next(LiquidityRegime? before, double score) =>
        score < (before == LiquidityRegime.Low ? rules.Thin.Leave : rules.Thin.Enter) ? LiquidityRegime.Low
        : score > (before == LiquidityRegime.High ? rules.Deep.Leave : rules.Deep.Enter) ? LiquidityRegime.High
        : LiquidityRegime.Medium;
}
