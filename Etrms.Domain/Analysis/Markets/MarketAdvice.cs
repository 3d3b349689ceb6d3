using Etrms.Domain.Analysis.Volatility;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>
/// How much of a configured limit is left in a market. There is no way to make one that widens anything: sizes and drawdowns are shares of what is
/// configured, and a wider stop goes with a size that loses no more money at it.
/// </summary>
public sealed record MarketAdvice
{
    /// <summary>Everything as configured.</summary>
    public static readonly MarketAdvice None = new(1, 1, 1, null);

    private MarketAdvice(decimal size, decimal stop, decimal drawdown, string? reason)
    {
        Drawdown = Math.Clamp(drawdown, 0, 1);
        Stop = Math.Max(stop, 1);
        Size = Math.Clamp(Math.Min(size, 1 / Stop), 0, 1);
        Reason = reason;
    }

    /// <summary>Share of its size at which new risk passes; at most 1 over <see cref="Stop"/>.</summary>
    public decimal Size { get; }

    /// <summary>Times the usual distance at which a stop belongs.</summary>
    public decimal Stop { get; }

    /// <summary>Share of the drawdown that is tolerated.</summary>
    public decimal Drawdown { get; }

    /// <summary>What calls for it, in words; null when nothing does.</summary>
    public string? Reason { get; }

    /// <summary>What an assessment calls for: of several reasons the strictest holds.</summary>
    public static MarketAdvice Of(MarketAssessment assessment)
    {
        var advice = None;
        foreach (var (applies, cause) in Causes(assessment))
        {
            advice = applies ? advice.And(cause) : advice;
        }

        return advice;
    }

    /// <summary>As much of it as the trader lets the analysis do.</summary>
    /// <param name="sizeCut">Largest share by which sizes may be cut.</param>
    /// <param name="drawdownCut">Largest share by which tolerated drawdowns may be cut.</param>
    /// <param name="stopWidening">Largest share by which a stop may go farther; the size is then cut for it, whatever <paramref name="sizeCut"/> says.</param>
    public MarketAdvice Within(decimal sizeCut, decimal drawdownCut, decimal stopWidening)
    {
        var size = Math.Max(Size, 1 - Math.Clamp(sizeCut, 0, 1));
        var stop = Math.Min(Stop, 1 + Math.Max(stopWidening, 0));
        var drawdown = Math.Max(Drawdown, 1 - Math.Clamp(drawdownCut, 0, 1));
        return size == 1 && stop == 1 && drawdown == 1 ? None : new MarketAdvice(size, stop, drawdown, Reason);
    }

    /// <summary>The stricter of two in every part.</summary>
    public MarketAdvice And(MarketAdvice other) => new(
        Math.Min(Size, other.Size), Math.Max(Stop, other.Stop), Math.Min(Drawdown, other.Drawdown),
        Reason is null ? other.Reason : other.Reason is null ? Reason : $"{Reason}, {other.Reason}");

    /// <summary>Chosen shares; the size of a wider stop follows from its distance.</summary>
    private static IEnumerable<(bool Applies, MarketAdvice Advice)> Causes(MarketAssessment assessment) =>
    [
        (assessment.State == MarketState.Turbulent, new(0.5m, 1.5m, 0.7m, "a turbulent market")),
        (assessment.IsBreakout, new(0.8m, 1, 0.85m, "a breakout")),
        (assessment.Volatility == VolatilityRegime.High, new(0.7m, 1.25m, 0.8m, "high volatility")),
        (assessment.Liquidity == LiquidityRegime.Low, new(0.5m, 1, 1, "a thin book")),
        (assessment.Liquidity == LiquidityRegime.Medium && assessment.State == MarketState.Turbulent, new(0.4m, 1, 1, "no more than the usual depth")),
        (assessment.Correlation == CorrelationRegime.High, new(1, 1, 0.8m, "contracts that move as one")),
    ];
}
