using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Web.Pages;

/// <summary>The figures that stand on top of the dashboard and of the risk page.</summary>
public sealed record RiskTiles(RiskMetricsView? Risk, BreakerView? DrawdownBreaker)
{
    /// <summary>With the tightest drawdown limit, as the line in the chart and the bar.</summary>
    public static RiskTiles Of(RiskMetricsView? risk) => new(
        risk,
        risk?.Breakers
            .Where(breaker => breaker.Configuration is { Type: "MAX_DRAWDOWN", Mode: not BreakerMode.Off })
            .MinBy(breaker => breaker.Configuration.Threshold));
}
