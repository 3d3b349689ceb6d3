using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>Closed trades whose net return on their cost lies from one value, included, to another, excluded; the last bin includes its end.</summary>
public sealed record DistributionBin(double From, double To, int Count)
{
    private const int Most = 30;

    /// <summary>Even bins around 0, as many as the square root of the number of trades.</summary>
    public static ImmutableArray<DistributionBin> Of(BacktestRun run)
    {
        var returns = run.Trades.Where(trade => trade is { NetPnl: not null, Quantity: > 0, EntryPrice: > 0 })
            .Select(trade => (double)(trade.NetPnl!.Value / (trade.Quantity * trade.EntryPrice))).ToArray();
        if (returns.Length == 0)
        {
            return [];
        }

        var (low, high) = (Math.Min(0, returns.Min()), Math.Max(0, returns.Max()));
        if (low == high)
        {
            return [new DistributionBin(low, high, returns.Length)];
        }

        var bins = Math.Clamp((int)Math.Ceiling(Math.Sqrt(returns.Length)), 1, Most);
        var width = (high - low) / bins;
        var counts = new int[bins];
        foreach (var each in returns)
        {
            counts[Math.Min(bins - 1, (int)((each - low) / width))]++;
        }

        return [.. counts.Select((count, index) => new DistributionBin(low + (index * width), low + ((index + 1) * width), count))];
    }
}
