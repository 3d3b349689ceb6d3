namespace Etrms.Domain.Analysis.Indicators;

/// <summary>
/// Takes a bar at a time, oldest first, and allocates nothing on the way. The one implementation of each formula: a whole series is worked
/// through with the same calls, so what a chart shows is what a strategy saw.
/// </summary>
public interface IIndicator
{
    /// <summary>Takes the next bar and writes its outputs, in the order of the catalogue; NaN stands for undefined inside arrays.</summary>
    void Next(in Ohlcv bar, Span<double> outputs);
}

/// <summary>An indicator of one value per bar, by default of the close.</summary>
public abstract class ValueIndicator : IIndicator
{
    /// <summary>Takes the next value; null until enough were seen.</summary>
    public abstract double? Next(double value);

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs) => outputs[0] = Next(bar.Close) ?? double.NaN;
}

/// <summary>An indicator of one value per bar that needs more of the bar than its close.</summary>
public abstract class BarIndicator : IIndicator
{
    /// <summary>Takes the next bar; null until enough were seen.</summary>
    public abstract double? Next(in Ohlcv bar);

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs) => outputs[0] = Next(bar) ?? double.NaN;
}
