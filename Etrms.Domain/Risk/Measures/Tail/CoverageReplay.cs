namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>
/// Tests models on the hours that are known: for each of them a model forecasts from the hours before alone, and the forecast is held
/// against what came. The positions are today's throughout. Works in rooms of its own, so that a further test allocates nothing.
/// </summary>
/// <param name="level">Such as 0.99.</param>
internal sealed class CoverageReplay(double level)
{
    /// <summary>Forecasts without which a test says too little.</summary>
    public const int Enough = 250;

    /// <summary>Least probable outcome that a right model is still believed to have.</summary>
    private const double Significance = 0.05;

    /// <summary>A tail is fitted anew after so many hours, and used in between.</summary>
    private const int RefitEvery = 24;

    private static readonly VarianceModel Filter = VarianceModel.Ewma();

    private double[] _points = [];
    private double[] _room = [];
    private TailRisk[] _forecasts = [];
    private bool[] _exceptions = [];

    /// <summary>Forecasts that so many hours allow.</summary>
    public static int ForecastsOf(TailModel model, int hours) => Math.Max(hours - TailRiskMeasure.NeededBy(model), 0);

    /// <summary>Null with too few forecasts.</summary>
    public CoverageMetrics? Run(TailModel model, ReadOnlySpan<double> profits)
    {
        var count = ForecastsOf(model, profits.Length);
        if (count < Enough)
        {
            return null;
        }

        Fit(profits.Length);
        var from = profits.Length - count;
        var points = _points.AsSpan(0, profits.Length);
        if (model == TailModel.Historical)
        {
            profits.CopyTo(points);
        }
        else
        {
            // Whether a forecast was passed, and by how much, is the same in units of the deviation that was expected of the hour. It begins
            // with that of the hours before the first forecast, so nothing is known too early.
            Filter.Standardise(profits, Filter.MeanSquare(profits[..from]), points);
        }

        var forecasts = _forecasts.AsSpan(0, count);
        Forecast(model, points, from, forecasts);
        return Judge(points[from..], forecasts);
    }

    private void Forecast(TailModel model, ReadOnlySpan<double> points, int from, Span<TailRisk> forecasts)
    {
        for (var i = 0; i < forecasts.Length; i++)
        {
            var past = points[..(from + i)];
            forecasts[i] = model != TailModel.Evt ? HistoricalTail.Of(past, level, _room)
                : i % RefitEvery != 0 ? forecasts[i - 1]
                // A tail that could not be fitted forecasts nothing to lose, and so fails its test.
                : ParetoTail.FitAbove(past, FilteredHours.TailFrom, _room)?.At(level) ?? default;
        }
    }

    /// <summary>Turns points into losses on the way.</summary>
    private CoverageMetrics Judge(Span<double> points, ReadOnlySpan<TailRisk> forecasts)
    {
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = -points[i];
            _exceptions[i] = points[i] > forecasts[i].ValueAtRisk;
        }

        var test = CoverageTest.Of(_exceptions.AsSpan(0, points.Length), 1 - level);
        return new CoverageMetrics(
            test.Observations, test.Exceptions, (1 - level) * test.Observations,
            test.Unconditional.PValue, test.Independence.PValue, test.Conditional.PValue,
            CoverageTest.ShortfallRatio(points, forecasts),
            test.Unconditional.PValue < Significance || test.Conditional.PValue < Significance);
    }

    private void Fit(int hours)
    {
        if (_points.Length < hours)
        {
            _points = new double[hours];
            _room = new double[LargestLosses.CountFor(hours, FilteredHours.TailFrom)];
            _forecasts = new TailRisk[hours];
            _exceptions = new bool[hours];
        }
    }
}
