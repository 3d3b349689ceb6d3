namespace Etrms.Domain.Risk;

/// <summary>
/// Prices of one contract between which, and a market time until which, the engine has nothing to decide. What it remembers of such prices are
/// the lowest, the highest and the newest alone.
/// </summary>
/// <param name="Low">Included.</param>
/// <param name="High">Included.</param>
/// <param name="Until">Excluded.</param>
public readonly record struct QuietSpell(decimal Low, decimal High, DateTimeOffset Until);
