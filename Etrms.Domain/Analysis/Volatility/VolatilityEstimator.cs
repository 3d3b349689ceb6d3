namespace Etrms.Domain.Analysis.Volatility;

/// <summary>How a variance per bar is estimated from the bars of a window.</summary>
public enum VolatilityEstimator
{
    /// <summary>Deviation of log returns from close to close about their mean, divided by one less than there are.</summary>
    CloseToClose,

    /// <summary>Parkinson 1980: high over low.</summary>
    Parkinson,

    /// <summary>Garman and Klass 1980: range and body.</summary>
    GarmanKlass,

    /// <summary>Garman and Klass with the gap from the close before (Yang and Zhang 2000).</summary>
    GarmanKlassYangZhang,

    /// <summary>Rogers and Satchell 1991: not misled by a trend.</summary>
    RogersSatchell,

    /// <summary>Yang and Zhang 2000: gap, body and Rogers-Satchell, weighted for the least error.</summary>
    YangZhang,
}
