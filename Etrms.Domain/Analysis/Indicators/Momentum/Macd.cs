using Etrms.Domain.Analysis.Indicators.Averages;

namespace Etrms.Domain.Analysis.Indicators.Momentum;

/// <summary>Where the averages of a MACD begin.</summary>
public enum MacdSeed
{
    /// <summary>Each at the mean of its own first closes.</summary>
    Own,

    /// <summary>The fast one as late as the slow one, at the mean of the closes just before (TA-Lib).</summary>
    Joint,
}

/// <summary>Each part as soon as it is known.</summary>
public readonly record struct MacdReading(double? Line, double? Signal, double? Histogram, double? Fast, double? Slow);

/// <summary>Moving average convergence divergence (Appel 1979): fast less slow exponential average, and the exponential average of that.</summary>
public sealed class Macd(int fast = 12, int slow = 26, int signal = 9, MacdSeed seed = MacdSeed.Own) : IIndicator
{
    private readonly ExponentialAverage _fast = new(fast);
    private readonly ExponentialAverage _slow = new(slow);
    private readonly ExponentialAverage _signal = new(signal);
    private int _unused = seed == MacdSeed.Joint ? slow - fast : 0;

    public MacdReading Next(double value)
    {
        var slowValue = _slow.Next(value);
        var fastValue = _unused > 0 ? null : _fast.Next(value);
        _unused -= _unused > 0 ? 1 : 0;
        var line = fastValue - slowValue;
        var signalValue = line is { } known ? _signal.Next(known) : null;
        return new MacdReading(line, signalValue, line - signalValue, fastValue, slowValue);
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var reading = Next(bar.Close);
        outputs[0] = reading.Line ?? double.NaN;
        outputs[1] = reading.Signal ?? double.NaN;
        outputs[2] = reading.Histogram ?? double.NaN;
        outputs[3] = reading.Fast ?? double.NaN;
        outputs[4] = reading.Slow ?? double.NaN;
    }
}
