using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Statistics;

/// <summary>A least squares line through a window of values.</summary>
/// <param name="Slope">Per bar.</param>
/// <param name="Value">Of the line at the newest bar.</param>
/// <param name="Start">Of the line at the oldest bar of the window.</param>
/// <param name="Intercept">Of the line at bar number 0, when bars are numbered from 1 over the whole series (Stock.Indicators).</param>
/// <param name="Deviation">Of the values, divided by n.</param>
/// <param name="Explained">Share of the variance that the line explains (R squared); null when there is none.</param>
public readonly record struct RegressionReading(double Slope, double Value, double Start, double Intercept, double Deviation, double? Explained);

/// <summary>Linear regression of the newest values against time.</summary>
public sealed class Regression(int period) : IIndicator
{
    private RollingLine _line = new(period);
    private long _number;

    public RegressionReading? Next(double value)
    {
        _line.Next(value);
        _number++;
        if (!_line.IsFull)
        {
            return null;
        }

        var (slope, last) = (_line.Slope, _line.Last);
        return new RegressionReading(
            slope, last, last - (slope * (period - 1)), last - (slope * _number), Math.Sqrt(_line.Variance), _line.Explained);
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        if (Next(bar.Close) is not { } reading)
        {
            outputs.Fill(double.NaN);
            return;
        }

        outputs[0] = reading.Slope;
        outputs[1] = reading.Value;
        outputs[2] = Math.Atan(reading.Slope) * 180 / Math.PI;
        outputs[3] = reading.Start;
        outputs[4] = reading.Value + reading.Slope;
        outputs[5] = reading.Intercept;
        outputs[6] = reading.Deviation;
        outputs[7] = reading.Explained ?? double.NaN;
    }
}
