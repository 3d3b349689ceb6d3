namespace Etrms.Domain.Analysis.Indicators;

/// <summary>A bar as statistics see it. Prices leave the exact world through here, and never go back to a venue.</summary>
public readonly record struct Ohlcv(double Open, double High, double Low, double Close, double Volume)
{
    /// <summary>Mean of high, low and close.</summary>
    public double Typical => (High + Low + Close) / 3;

    /// <summary>Mean of high and low.</summary>
    public double Middle => (High + Low) / 2;
}
