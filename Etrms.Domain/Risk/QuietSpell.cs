namespace Etrms.Domain.Risk;

/// <summary>
/// Prices of one contract between which, and a market time until which, the engine has nothing to decide. What it remembers of such prices are
/// the extremes, the newest, and those on either side of the beginning of a trading day.
/// </summary>
/// <param name="Low">Included.</param>
/// <param name="High">Included.</param>
/// <param name="Until">Excluded.</param>
/// <param name="Direction">Sign of what is held.</param>
public readonly record struct QuietSpell(decimal Low, decimal High, DateTimeOffset Until, int Direction);
