using Etrms.Domain.Analysis.Indicators.Averages;
using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Volume;

/// <summary>Where a close lies in its bar, and the volume that this moves.</summary>
internal static class MoneyFlow
{
    /// <summary>1 at the high, -1 at the low, 0 for a bar without range.</summary>
    public static double Multiplier(in Ohlcv bar) =>
        bar.High > bar.Low ? (bar.Close - bar.Low - (bar.High - bar.Close)) / (bar.High - bar.Low) : 0;
}

/// <summary>A line, and what this bar added: its volume times where its close lies.</summary>
public readonly record struct AccumulationReading(double Line, double Multiplier, double Volume);

/// <summary>Chaikin's accumulation and distribution line: volume weighted by where the close lies in its bar, since the start.</summary>
public sealed class AccumulationLine : IIndicator
{
    private double _sum;

    public AccumulationReading Next(in Ohlcv bar)
    {
        var multiplier = MoneyFlow.Multiplier(bar);
        _sum += multiplier * bar.Volume;
        return new AccumulationReading(_sum, multiplier, multiplier * bar.Volume);
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var reading = Next(bar);
        outputs[0] = reading.Line;
        outputs[1] = reading.Multiplier;
        outputs[2] = reading.Volume;
    }
}

/// <summary>A money flow, and its share of the volume of the window; null where none traded.</summary>
public readonly record struct MoneyFlowReading(double Multiplier, double Volume, double? Share);

/// <summary>Chaikin money flow: money flow volume over volume in a window, -1 to 1.</summary>
public sealed class ChaikinMoneyFlow(int period = 20) : IIndicator
{
    private RollingSum _flow = new(period);
    private RollingSum _volume = new(period);

    public MoneyFlowReading Next(in Ohlcv bar)
    {
        var multiplier = MoneyFlow.Multiplier(bar);
        var (flow, volume) = (_flow.Next(multiplier * bar.Volume), _volume.Next(bar.Volume));
        return new MoneyFlowReading(multiplier, multiplier * bar.Volume, volume > 0 ? flow / volume : null);
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var reading = Next(bar);
        outputs[0] = reading.Share ?? double.NaN;
        outputs[1] = reading.Multiplier;
        outputs[2] = reading.Volume;
    }
}

/// <summary>Chaikin oscillator: fast less slow exponential average of the accumulation line.</summary>
public sealed class ChaikinOscillator(int fast = 3, int slow = 10, AverageSeed seed = AverageSeed.Mean) : BarIndicator
{
    private readonly AccumulationLine _line = new();
    private readonly ExponentialAverage _fast = new(fast, seed);
    private readonly ExponentialAverage _slow = new(slow, seed);
    private readonly int _least = Math.Max(fast, slow);
    private int _count;

    public override double? Next(in Ohlcv bar)
    {
        var line = _line.Next(bar).Line;
        var difference = _fast.Next(line) - _slow.Next(line);
        _count += _count < _least ? 1 : 0;
        return _count == _least ? difference : null;
    }
}
