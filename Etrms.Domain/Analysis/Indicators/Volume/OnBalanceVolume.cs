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
        _sum += double.IsNaN(_last) ? (start == VolumeStart.FirstVolume ? bar.Volume : 0) : bar.Volume * bar.Close.CompareTo(_last);
        _last = bar.Close;
        return _sum;
    }
}
