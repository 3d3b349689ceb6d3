namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Prices of one candle, in quote units.</summary>
public readonly record struct Bar(decimal Open, decimal High, decimal Low, decimal Close);
