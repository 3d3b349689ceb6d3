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
        _line.Next(bar.Close);
        _number++;
        if (!_line.IsFull)
        {
            outputs.Fill(double.NaN);
            return;
        }

        var (slope, last) = (_line.Slope, _line.Last);
        outputs[6] = _line.Explained ?? double.NaN;
        outputs[5] = Math.Sqrt(_line.Variance);
        outputs[4] = last - (slope * _number);
        outputs[3] = last + slope;
        outputs[2] = last - (slope * (period - 1));
        outputs[1] = last;
        outputs[0] = slope;
    }
}

/// <summary>Angle of the regression line in degrees, when a bar is as long as a unit of price (TA-Lib LINEARREG_ANGLE).</summary>
public sealed class RegressionAngle(int period) : ValueIndicator
{
    private readonly Regression _line = new(period);

    public override double? Next(double value) => _line.Next(value) is { } line ? Math.Atan(line.Slope) * 180 / Math.PI : null;
}
