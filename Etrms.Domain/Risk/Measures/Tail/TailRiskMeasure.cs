namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>
/// The tail of one book by three models side by side: historical simulation, filtered historical simulation and a Pareto tail over
/// filtered losses (McNeil and Frey 2000). Works in rooms of its own, so that measuring allocates nothing.
/// </summary>
/// <param name="level">Such as 0.99.</param>
/// <param name="hours">How far ahead.</param>
internal sealed class TailRiskMeasure(double level, int hours)
{
    /// <summary>Quantile of the losses from which a tail is fitted; with 500 hours it leaves the 50 exceedances that a fit needs.</summary>
    public const double TailFrom = 0.9;

    private const ulong Seed = 0x4554524D53;

    private static readonly VarianceModel Filter = VarianceModel.Ewma();

    private double[] _ends = [];
    private double[] _surprises = [];
    private double[] _room = [];

    /// <summary>Hours without which the models say nothing.</summary>
    public static int NeededBy(TailModel model) => model switch
    {
        TailModel.Historical or TailModel.Fhs => HistoricalTail.Enough,
        TailModel.Evt => ParetoTail.Enough * 10,
    };

    public TailRisk? Historical { get; private set; }

    public TailRisk? Filtered { get; private set; }

    public TailRisk? Extreme { get; private set; }

    public TailRisk? Of(TailModel model) => model switch
    {
        TailModel.Historical => Historical,
        TailModel.Fhs => Filtered,
        TailModel.Evt => Extreme,
    };

    /// <summary>Measures anew.</summary>
    /// <param name="profits">What today's positions would have won in past hours, oldest first.</param>
    /// <param name="overHorizon">The same over stretches as long as the horizon; empty where too few of them are independent.</param>
    public void Measure(ReadOnlySpan<double> profits, ReadOnlySpan<double> overHorizon)
    {
        Historical = Filtered = Extreme = null;
        Fit(profits.Length);
        if (overHorizon.Length >= HistoricalTail.Enough)
        {
            Historical = HistoricalTail.Of(overHorizon, level, _room);
        }

        if (profits.Length < HistoricalTail.Enough)
        {
            return;
        }

        var surprises = _surprises.AsSpan(0, profits.Length);
        var next = Filter.Standardise(profits, Filter.MeanSquare(profits), surprises);
        Filtered = FilteredBy(surprises, next);
        Extreme = ParetoTail.FitAbove(surprises, TailFrom, _room)?.At(level) is { } tail ? Scaled(tail, Math.Sqrt(next * hours)) : null;
    }

    /// <summary>An EWMA foresees the same variance for every hour to come, so over h hours the deviation is root h as large.</summary>
    private static TailRisk Scaled(TailRisk tail, double deviation) => new(tail.ValueAtRisk * deviation, tail.ExpectedShortfall * deviation);

    private TailRisk FilteredBy(ReadOnlySpan<double> surprises, double next)
    {
        if (hours == 1)
        {
            return Scaled(HistoricalTail.Of(surprises, level, _room), Math.Sqrt(next));
        }

        FilteredHistorical.Draw(surprises, Filter, next, hours, Seed, _ends);
        return HistoricalTail.Of(_ends, level, _room);
    }

    private void Fit(int profits)
    {
        if (_surprises.Length < profits || _room.Length == 0)
        {
            _surprises = new double[profits];
            _ends = new double[hours > 1 && profits >= HistoricalTail.Enough ? FilteredHistorical.Draws : 0];
            _room = new double[Math.Max(
                LargestLosses.CountFor(Math.Max(profits, 1), TailFrom), LargestLosses.CountFor(Math.Max(_ends.Length, 1), level))];
        }
    }
}
