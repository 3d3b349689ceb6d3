namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>
/// The tail of one book by three models side by side: historical simulation, filtered historical simulation and a Pareto tail over
/// filtered losses (McNeil and Frey 2000). Works in a room of its own, so that measuring allocates nothing.
/// </summary>
/// <param name="level">Such as 0.99.</param>
/// <param name="hours">How far ahead.</param>
internal sealed class TailRiskMeasure(double level, int hours)
{
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
    /// <param name="past">Past hours with today's positions.</param>
    /// <param name="overHorizon">Their profits over stretches as long as the horizon; empty where too few of them are independent.</param>
    public void Measure(FilteredHours past, ReadOnlySpan<double> overHorizon)
    {
        Filtered = Extreme = null;
        Historical = overHorizon.Length >= HistoricalTail.Enough ? TailOf(overHorizon) : null;
        if (past.Count < HistoricalTail.Enough)
        {
            return;
        }

        Filtered = hours == 1 ? Scaled(TailOf(past.Surprises), Math.Sqrt(past.Next)) : TailOf(past.EndsAfter(hours));
        Extreme = past.Tail?.At(level) is { } tail ? Scaled(tail, Math.Sqrt(past.Next * hours)) : null;
    }

    /// <summary>An EWMA foresees the same variance for every hour to come, so over h hours the deviation is root h as large.</summary>
    private static TailRisk Scaled(TailRisk tail, double deviation) => new(tail.ValueAtRisk * deviation, tail.ExpectedShortfall * deviation);

    private TailRisk TailOf(ReadOnlySpan<double> profits)
    {
        var needed = LargestLosses.CountFor(profits.Length, level);
        _room = _room.Length >= needed ? _room : new double[needed];
        return HistoricalTail.Of(profits, level, _room);
    }
}
