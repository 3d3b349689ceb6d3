using System.Collections.Immutable;

namespace Etrms.Domain.Backtesting.Optimization;

/// <summary>
/// The values that a parameter is tried at, counted in decimals: 0.01 to 0.05 by 0.01 are five. Binary fractions would make four or six of them.
/// </summary>
/// <param name="Name">Of a parameter of the strategy, or "leverage", "slippage" or "circuit_breakers[0].threshold".</param>
public sealed record ParameterRange(string Name, decimal Start, decimal End, decimal Step)
{
    /// <summary>Given one by one; when there are any, start, end and step do not count.</summary>
    public ImmutableArray<decimal> Values { get; init; } = [];

    /// <summary>How many values; 0 when the range is inverted or has no step.</summary>
    public long Count => Values.Length > 0 ? Values.Length
        : Start == End ? 1
        : Step <= 0 || End < Start ? 0
        : (double)(End - Start) / (double)Step > ParameterGrid.Most ? ParameterGrid.Most
        : (long)decimal.Floor((End - Start) / Step) + 1;

    public decimal this[long index] => Values.Length > 0 ? Values[(int)index] : Start + (index * Step);
}
