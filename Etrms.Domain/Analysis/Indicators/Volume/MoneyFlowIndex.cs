using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Volume;

/// <summary>Money flow index: share of the money that traded while the typical price rose, in percent; null where none flowed.</summary>
public sealed class MoneyFlowIndex(int period = 14) : BarIndicator
{
    private RollingSum _up = new(period);
    private RollingSum _down = new(period);
    private double _last = double.NaN;

    public override double? Next(in Ohlcv bar)
    {
        var (typical, last) = (bar.Typical, _last);
        _last = typical;
        if (double.IsNaN(last))
        {
            return null;
        }

        var flow = typical * bar.Volume;

        // Products instead of branches: which way the market goes cannot be predicted, and guessing wrong costs more.
        var up = _up.Next(flow * (typical > last ? 1 : 0));
        var down = _down.Next(flow * (typical < last ? 1 : 0));
        return up + down is > 0 and var all ? 100 * up / all : null;
    }
}
