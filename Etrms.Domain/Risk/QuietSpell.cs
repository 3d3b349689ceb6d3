namespace Etrms.Domain.Risk;

/// <summary>
/// Prices of one contract between which, and a market time until which, the engine has nothing to decide. It ends with the trading day where a breaker
/// hangs on that.
/// </summary>
/// <param name="Low">Included.</param>
/// <param name="High">Included.</param>
/// <param name="Until">Excluded.</param>
public readonly record struct QuietSpell(decimal Low, decimal High, DateTimeOffset Until);

/// <summary>What an engine that nobody looks at remembers of the prices of a quiet spell.</summary>
public readonly record struct QuietPrices(decimal Lowest, decimal Highest, decimal Newest);
