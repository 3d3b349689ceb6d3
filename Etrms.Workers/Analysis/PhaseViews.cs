using Etrms.Contracts;
using Etrms.Domain.Analysis.Markets;

namespace Etrms.Workers.Analysis;

/// <summary>Hidden states, shapes and levels in the forms that others see.</summary>
internal static class PhaseViews
{
    /// <summary>Prices may be far below 1.</summary>
    private const int PriceDigits = 10;

    /// <summary>Returns of a candle are small.</summary>
    private const int ReturnDigits = 10;

    private const int ShownShifts = 6;

    public static PhaseBriefView? ToBrief(this PhaseReading? reading) => reading is null ? null : new PhaseBriefView(
        reading.Likeliest + 1, reading.Now.Length, Share(reading.Now[reading.Likeliest]), Share(reading.Next[reading.Likeliest]), reading.Bars);

    public static PhasesView? ToPhases(this CandleAnalyst candles)
    {
        if (candles is not { Reading: { } bar, Phases.Reading: { } reading })
        {
            return null;
        }

        var course = candles.Phases.Course;
        return new PhasesView
        {
            EndAt = bar.EndAt,
            FittedAt = reading.Model.FittedAt,
            Returns = reading.Model.Returns,
            Bars = reading.Bars,
            States = [.. Enumerable.Range(0, reading.Now.Length).Select(state => StateOf(reading, state, candles.Interval))],
            Course =
            [
                .. course.Select((point, place) => new PhasePointView(
                    bar.EndAt - ((course.Length - 1 - place) * candles.Interval), [.. point.Select(Share)])),
            ],
        };
    }

    public static ShapesView ToShapes(this CandleAnalyst candles)
    {
        var (chart, close) = (candles.Chart(), (double)candles.Newest(1)[0].Close);
        return new ShapesView(
            [.. chart.Patterns.Select(pattern => ToView(pattern, close))], [.. chart.Support.Select(level => ToView(level, close))],
            [.. chart.Resistance.Select(level => ToView(level, close))], MarketViews.Number(chart.Swing));
    }

    public static IReadOnlyList<VolatilityShiftView> ToShifts(this CandleAnalyst candles)
    {
        var perYear = PerYear(candles.Interval);
        return
        [
            .. candles.Shifts().Reverse().Take(ShownShifts)
                .Select(each => new VolatilityShiftView(each.At, Share(each.Shift.Before * perYear), Share(each.Shift.After * perYear))),
        ];
    }

    public static StateMovesView ToView(this StateMoves moves) => new(
        moves.From, moves.Count, [.. moves.Chances.Select((chance, state) => new StateChanceView((MarketState)state, chance))], MarketViews.Number(moves.MeanBars, 1));

    private static PhaseStateView StateOf(PhaseReading reading, int state, TimeSpan interval)
    {
        var (regimes, perYear) = (reading.Model.Regimes, PerYear(interval));
        return new PhaseStateView(
            state + 1, Share(reading.Now[state]), Share(reading.Next[state]), MarketViews.Number(regimes.States[state].Mean, ReturnDigits) ?? 0,
            MarketViews.Number(regimes.States[state].Deviation * perYear) ?? 0, MarketViews.Number(regimes.Chain.ExpectedDurations[state], 1),
            [.. regimes.Chain.Transitions[state].Select(Share)]);
    }

    private static ChartPatternView ToView(SeenPattern pattern, double close) => new(
        pattern.Kind, pattern.Direction, pattern.FromAt, pattern.KnownAt, Price(pattern.Boundary), Price(pattern.Height),
        MarketViews.Number((close / pattern.Close) - 1) ?? 0);

    private static PriceLevelView ToView(SeenLevel level, double close) => new(
        Price(level.Price), MarketViews.Number((level.Price / close) - 1) ?? 0, level.Tops, level.Bottoms, level.LastAt);

    private static double PerYear(TimeSpan interval) => Math.Sqrt(TimeSpan.FromDays(365) / interval);

    private static decimal Price(double price) => MarketViews.Number(price, PriceDigits) ?? 0;

    private static decimal Share(double probability) => MarketViews.Number(probability) ?? 0;
}
