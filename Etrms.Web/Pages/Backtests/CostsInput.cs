using Etrms.Contracts;
using Etrms.Domain.Backtesting.Requests;

namespace Etrms.Web.Pages.Backtests;

/// <summary>What trading costs, in percent.</summary>
public sealed class CostsInput
{
    private const decimal Percent = 100m;

    public decimal TakerFee { get; set; } = 0.04m;

    public decimal MakerFee { get; set; } = 0.04m;

    public decimal Slippage { get; set; }

    public bool Funding { get; set; }

    public BacktestCostsBody ToBody() => new()
    {
        TakerFee = TakerFee / Percent,
        MakerFee = MakerFee / Percent,
        Slippage = Slippage / Percent,
        Funding = Funding,
    };

    public static CostsInput From(BacktestCostsBody? body) => body is null ? new CostsInput() : new CostsInput
    {
        TakerFee = body.TakerFee * Percent,
        MakerFee = body.MakerFee * Percent,
        Slippage = body.Slippage * Percent,
        Funding = body.Funding,
    };
}

/// <summary>Slices of a walk-forward run, in candles.</summary>
public sealed class WalkForwardInput
{
    public WalkForwardScheme Scheme { get; set; }

    public int? TrainBars { get; set; } = 2_000;

    public int? TestBars { get; set; } = 500;

    public int? StepBars { get; set; }

    public int PurgeBars { get; set; }

    public bool Warm { get; set; } = true;

    public WalkForwardBody ToBody() => new()
    {
        Scheme = Scheme,
        TrainBars = TrainBars,
        TestBars = TestBars,
        StepBars = StepBars,
        PurgeBars = PurgeBars,
        Warm = Warm,
    };

    public static WalkForwardInput From(WalkForwardBody? body) => body is null ? new WalkForwardInput() : new WalkForwardInput
    {
        Scheme = body.Scheme,
        TrainBars = body.TrainBars,
        TestBars = body.TestBars,
        StepBars = body.StepBars,
        PurgeBars = body.PurgeBars,
        Warm = body.Warm,
    };
}

/// <summary>How the paths of a Monte Carlo run are made.</summary>
public sealed class MonteCarloInput
{
    private const decimal Percent = 100m;

    public MonteCarloMethod Method { get; set; }

    public int? BlockLength { get; set; }

    /// <summary>Percent of the initial capital whose loss is ruin.</summary>
    public decimal RuinAt { get; set; } = 50;

    public MonteCarloBody ToBody() => new() { Method = Method, BlockLength = BlockLength, RuinAt = RuinAt / Percent };

    public static MonteCarloInput From(MonteCarloBody? body) => body is null ? new MonteCarloInput() : new MonteCarloInput
    {
        Method = body.Method ?? MonteCarloMethod.TradeBootstrap,
        BlockLength = body.BlockLength,
        RuinAt = body.RuinAt * Percent,
    };
}
