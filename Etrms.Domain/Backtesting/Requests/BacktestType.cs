namespace Etrms.Domain.Backtesting.Requests;

public enum BacktestType
{
    /// <summary>One run.</summary>
    Standard,

    /// <summary>Many runs with different parameters.</summary>
    Optimization,

    /// <summary>Parameters chosen on the past and traded on what came after, window by window.</summary>
    WalkForward,

    /// <summary>What else might have happened.</summary>
    MonteCarlo,
}

/// <summary>Figure that a trial is judged by; more is better, of drawdowns less.</summary>
public enum BacktestObjective
{
    SharpeRatio,
    SortinoRatio,
    CalmarRatio,
    NetProfit,
    TotalReturn,
    AnnualizedReturn,
    ProfitFactor,
    RecoveryFactor,
    Expectancy,
    WinRate,
    MaxDrawdown,
}

public enum OptimizationMethod
{
    /// <summary>Every combination.</summary>
    Grid,

    /// <summary>Combinations drawn without repeating one.</summary>
    Random,
    Genetic,
}

public enum WalkForwardScheme
{
    /// <summary>Each training slice is as long as the first.</summary>
    Rolling,

    /// <summary>Each training slice begins where the first does.</summary>
    Anchored,
}

public enum MonteCarloMethod
{
    /// <summary>Trades drawn with replacement.</summary>
    TradeBootstrap,

    /// <summary>Blocks of the returns from candle to candle, drawn with replacement.</summary>
    BlockBootstrap,

    /// <summary>Runs with parameters drawn from a range.</summary>
    ParameterNoise,

    /// <summary>Runs with slippage drawn from a range.</summary>
    Slippage,
}
