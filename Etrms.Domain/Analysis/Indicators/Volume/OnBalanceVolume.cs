namespace Etrms.Domain.Analysis.Indicators.Volume;

/// <summary>What the first bar counts: only differences mean something.</summary>
public enum VolumeStart
{
    /// <summary>Nothing (Stock.Indicators).</summary>
    Zero,

    /// <summary>Its volume (TA-Lib).</summary>
    FirstVolume,
}

/// <summary>On balance volume of Granville (1963): volume of rising bars less that of falling ones, since the start.</summary>
public sealed class OnBalanceVolume(VolumeStart start = VolumeStart.Zero) : BarIndicator
{
    private double _last = double.NaN;
    private double _sum;

    public override double? Next(in Ohlcv bar)
    {
        var direction = (bar.Close > _last ? 1 : 0) - (bar.Close < _last ? 1 : 0);
        _sum += bar.Volume * (double.IsNaN(_last) && start == VolumeStart.FirstVolume ? 1 : direction);
        _last = bar.Close;
        return _sum;
    }
}
