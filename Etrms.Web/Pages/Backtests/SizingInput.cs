using Etrms.Contracts;
using Etrms.Domain.Backtesting.Requests;

namespace Etrms.Web.Pages.Backtests;

/// <summary>Ratios are typed in percent; what is a ratio goes by its name.</summary>
internal static class InPercent
{
    private const decimal Percent = 100m;

    private static readonly HashSet<string> Ratios =
        new(StringComparer.Ordinal) { "stop_loss_percent", "take_profit_percent", "risk_per_trade", "slippage", "win_rate" };

    /// <summary>What one in the Api is in the form: 100 for a ratio.</summary>
    public static decimal Of(string name) => Ratios.Contains(name) ? Percent : 1;
}

/// <summary>How large a trade is, and what it is judged by.</summary>
public sealed class SizingInput
{
    /// <summary>Percent of equity.</summary>
    public decimal? RiskPerTrade { get; set; }

    public int Leverage { get; set; } = 1;

    /// <summary>Percent of the price.</summary>
    public decimal? StopLossPercent { get; set; }

    /// <summary>Percent of the price.</summary>
    public decimal? TakeProfitPercent { get; set; }

    public BacktestObjective OptimizationTarget { get; set; }

    public int NumSimulations { get; set; } = 1_000;

    /// <param name="form">The whole form.</param>
    /// <param name="configured">The breakers that are configured now.</param>
    public BacktestParametersBody ToBody(BacktestInput form, IReadOnlyList<BreakerView> configured) => new()
    {
        RiskPerTrade = RiskPerTrade / InPercent.Of("risk_per_trade"),
        Leverage = Leverage,
        StopLossPercent = StopLossPercent / InPercent.Of("stop_loss_percent"),
        TakeProfitPercent = TakeProfitPercent / InPercent.Of("take_profit_percent"),
        OptimizationTarget = form.Searches ? OptimizationTarget : null,
        ParametersToOptimize = form.Searches ? Ranges(form, configured) : null,
        NumSimulations = form.Type == BacktestType.MonteCarlo ? NumSimulations : null,
        RandomizeParameters = form.Type == BacktestType.MonteCarlo ? Noise(form) : null,
    };

    public static SizingInput From(BacktestParametersBody body)
    {
        var usual = new SizingInput();
        return new SizingInput
        {
            RiskPerTrade = body.RiskPerTrade * InPercent.Of("risk_per_trade"),
            Leverage = body.Leverage,
            StopLossPercent = body.StopLossPercent * InPercent.Of("stop_loss_percent"),
            TakeProfitPercent = body.TakeProfitPercent * InPercent.Of("take_profit_percent"),
            OptimizationTarget = body.OptimizationTarget ?? usual.OptimizationTarget,
            NumSimulations = body.NumSimulations ?? usual.NumSimulations,
        };
    }

    private static Dictionary<string, ParameterRangeBody> Ranges(BacktestInput form, IReadOnlyList<BreakerView> configured) => form.Ranges
        .Where(range => range.Value.IsGiven).Select(range => KeyValuePair.Create(range.Key, range.Value.ToBody(InPercent.Of(range.Key))))
        .Concat(form.CircuitBreakers.ToRanges(configured)).ToDictionary(StringComparer.Ordinal);

    private static Dictionary<string, RandomRangeBody> Noise(BacktestInput form) => form.Noise.Where(range => range.Value.IsGiven)
        .ToDictionary(range => range.Key, range => range.Value.ToBody(InPercent.Of(range.Key)), StringComparer.Ordinal);
}

/// <summary>Values of one parameter that are tried.</summary>
public sealed class RangeInput
{
    public decimal? Start { get; set; }

    public decimal? End { get; set; }

    public decimal? Step { get; set; }

    public bool IsGiven => Start is not null || End is not null || Step is not null;

    public ParameterRangeBody ToBody(decimal scale) => new() { Start = Start / scale, End = End / scale, Step = Step / scale };

    public static RangeInput From(ParameterRangeBody body, decimal scale) =>
        new() { Start = body.Start * scale, End = body.End * scale, Step = body.Step * scale };
}

/// <summary>Between which values something is drawn.</summary>
public sealed class NoiseInput
{
    public decimal? Min { get; set; }

    public decimal? Max { get; set; }

    public bool IsGiven => Min is not null || Max is not null;

    public RandomRangeBody ToBody(decimal scale) => new() { Min = Min / scale, Max = Max / scale };

    public static NoiseInput From(RandomRangeBody body, decimal scale) => new() { Min = body.Min * scale, Max = body.Max * scale };
}
