using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Proofs;

/// <summary>
/// Cuts the data off after signals and runs again: every order and fill up to there must be the same. Then begins later: the signals must come
/// to be the same.
/// </summary>
public sealed class LookaheadCheck
{
    private static readonly int[] WarmUpFactors = [1, 2, 4];

    private readonly BacktestSettings _settings;
    private readonly ImmutableArray<BacktestMarket> _markets;
    private readonly Func<ImmutableArray<BacktestMarket>, Func<InstrumentId, IStrategy>> _strategies;
    private readonly ImmutableArray<OrderNote> _log;

    private LookaheadCheck(BacktestPlan plan, Func<ImmutableArray<BacktestMarket>, Func<InstrumentId, IStrategy>> strategies)
    {
        _settings = plan.Settings with { KeepsOrders = true, ClosesAtEnd = false };
        _markets = plan.Markets;
        _strategies = strategies;
        _log = Run(_settings, _markets);
    }

    /// <summary>Checks a strategy that is told nothing but its candles.</summary>
    /// <param name="plan">The run in question.</param>
    /// <param name="warmUpBars">Candles that its indicators need.</param>
    /// <param name="cuts">How often the data is cut off at most.</param>
    public static LookaheadProof Of(BacktestPlan plan, int warmUpBars, int cuts = 8) => Of(plan, _ => plan.Strategy, warmUpBars, cuts);

    /// <summary>Checks a strategy that is made with a look at the markets, which are cut for it too.</summary>
    public static LookaheadProof Of(
        BacktestPlan plan, Func<ImmutableArray<BacktestMarket>, Func<InstrumentId, IStrategy>> strategies, int warmUpBars, int cuts = 8)
    {
        var check = new LookaheadCheck(plan, strategies);
        var times = check.Spread(cuts);
        var comparisons = times.Select(check.CompareUntil).ToList();
        return new LookaheadProof
        {
            Cuts = times.Length,
            Compared = comparisons.Sum(comparison => comparison.Compared),
            Finding = comparisons.Select(comparison => comparison.Finding).FirstOrDefault(finding => finding is not null),
            WarmUps = check.BeginLater(Math.Max(1, warmUpBars)),
        };
    }

    private ImmutableArray<OrderNote> Run(BacktestSettings settings, ImmutableArray<BacktestMarket> markets) =>
        new BacktestEngine(settings, markets, _strategies(markets)).Run().Orders;

    /// <summary>Closes at which an order was given, the last among them.</summary>
    private ImmutableArray<DateTimeOffset> Spread(int cuts)
    {
        var times = _log.Where(note => note.Kind == OrderNoteKind.Placed).Select(note => note.At).Distinct().ToList();
        return times.Count <= cuts ? [.. times] : [.. Enumerable.Range(1, cuts).Select(i => times[(i * times.Count / cuts) - 1])];
    }

    private (int Compared, LookaheadFinding? Finding) CompareUntil(DateTimeOffset until)
    {
        var expected = _log.Where(note => IsOfClose(note) ? note.At <= until : note.At < until).ToList();
        var made = Run(_settings, Between(DateTimeOffset.MinValue, until));
        for (var i = 0; i < Math.Max(expected.Count, made.Length); i++)
        {
            var (known, cut) = (expected.ElementAtOrDefault(i), i < made.Length ? made[i] : null);
            if (known != cut)
            {
                var instrument = (known ?? cut)!.Instrument;
                return (i, new LookaheadFinding(until, instrument, $"With later candles: {Text(known)}; without them: {Text(cut)}."));
            }
        }

        return (expected.Count, null);
    }

    private ImmutableArray<WarmUpProof> BeginLater(int warmUpBars)
    {
        var longest = _markets.MaxBy(market => market.Candles.Count)!.Candles;
        return
        [
            .. WarmUpFactors.Select(factor => factor * warmUpBars)
                .Where(dropped => dropped + (4 * warmUpBars) < longest.Count)
                .Select(dropped => BeginAt(longest, dropped, warmUpBars)),
        ];
    }

    private WarmUpProof BeginAt(CandleSeries candles, int dropped, int warmUpBars)
    {
        var from = candles.OpenAt(dropped + warmUpBars);
        var later = Run(_settings with { WarmUpBars = 0 }, Between(candles.OpenAt(dropped), DateTimeOffset.MaxValue));
        var (first, second) = (Signals(_log, from), Signals(later, from));
        var times = first.Keys.Union(second.Keys).Order().ToList();
        var differing = times.Where(at => first.GetValueOrDefault(at, "") != second.GetValueOrDefault(at, "")).ToList();
        var last = differing.Count > 0 ? differing[^1] : (DateTimeOffset?)null;
        var half = candles.OpenAt((dropped + candles.Count) / 2);
        return new WarmUpProof(dropped, times.Count, differing.Count, last, last is null || last < half);
    }

    /// <summary>What was ordered at each close, without sizes: those follow from the equity, which a shorter run has not earned.</summary>
    private static Dictionary<DateTimeOffset, string> Signals(IEnumerable<OrderNote> log, DateTimeOffset from) => log
        .Where(note => note.Kind == OrderNoteKind.Placed && note.At >= from)
        .GroupBy(note => note.At)
        .ToDictionary(group => group.Key, group => string.Join(';', group.Select(note => $"{note.Instrument} {note.Side} {note.Order!.Kind}")));

    private ImmutableArray<BacktestMarket> Between(DateTimeOffset from, DateTimeOffset until) =>
    [
        .. _markets.Select(market => market with
        {
            Candles = market.Candles.Between(from, until),
            Marks = market.Marks?.Between(from, until),
            Funding = [.. market.Funding.Where(rate => rate.At >= from && rate.At < until)],
        }).Where(market => market.Candles.Count > 0),
    ];

    private static bool IsOfClose(OrderNote note) => note.Kind is OrderNoteKind.Placed or OrderNoteKind.Refused;

    private static string Text(OrderNote? note) =>
        note is null ? "nothing" : $"{note.Kind} {note.Side} {note.Order?.Kind.ToString() ?? "exit"} {note.Quantity} at {note.Price} ({note.At:yyyy-MM-dd HH:mm})";
}
