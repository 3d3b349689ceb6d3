namespace Etrms.Domain.Backtesting.Overfitting;

/// <summary>What a result is worth.</summary>
public enum BacktestVerdict
{
    /// <summary>Nothing speaks against it.</summary>
    Sound,

    /// <summary>Too little to tell.</summary>
    Weak,

    /// <summary>Most likely luck.</summary>
    Overfit,
}
