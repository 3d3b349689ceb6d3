using System.Collections.Immutable;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.Strategies.Sets;

namespace Etrms.Contracts.Mapping;

/// <summary>Sets of parameters by regime as a body writes them: the names are judged here, the values where the request is.</summary>
public sealed record StrategySetReading(StrategySets Sets, ImmutableArray<RequestFault> Faults)
{
    public static StrategySetReading Of(BacktestStrategyBody? body)
    {
        var faults = ImmutableArray.CreateBuilder<RequestFault>();
        var sets = new StrategySets
        {
            Regimes = Read<SetRegime, StrategySetBody>(body?.Regimes, "strategy.regimes", faults)
                .Where(pair => pair.Value is not null).ToImmutableSortedDictionary(pair => pair.Key, pair => SetOf(pair.Value)),
            VolatilitySizes = Read<VolatilityRegime, decimal>(body?.Size?.Volatility, "strategy.size.volatility", faults),
            LiquiditySizes = Read<LiquidityRegime, decimal>(body?.Size?.Liquidity, "strategy.size.liquidity", faults),
        };
        return new StrategySetReading(sets, faults.ToImmutable());
    }

    private static StrategySet SetOf(StrategySetBody body) => new()
    {
        Strategy = string.IsNullOrWhiteSpace(body.Strategy) ? null : body.Strategy.Trim(),
        Parameters = (body.Parameters ?? ImmutableDictionary<string, string>.Empty)
            .ToImmutableSortedDictionary(pair => pair.Key, pair => ParameterValue.Parse(pair.Value), StringComparer.Ordinal),
        Size = body.Size,
    };

    private static ImmutableSortedDictionary<TState, TValue> Read<TState, TValue>(
        IReadOnlyDictionary<string, TValue>? given, string field, ImmutableArray<RequestFault>.Builder faults)
        where TState : struct, Enum
    {
        var read = ImmutableSortedDictionary.CreateBuilder<TState, TValue>();
        foreach (var (name, value) in (given ?? ImmutableDictionary<string, TValue>.Empty).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!name.All(char.IsLetter) || !Enum.TryParse<TState>(name, ignoreCase: true, out var state))
            {
                faults.Add(new RequestFault($"{field}.{name}", UnknownText<TState>(name)));
            }
            else if (!read.TryAdd(state, value))
            {
                faults.Add(new RequestFault($"{field}.{name}", "Is named more than once."));
            }
        }

        return read.ToImmutable();
    }

    private static string UnknownText<TState>(string name)
        where TState : struct, Enum
    {
        var known = string.Join(", ", Enum.GetNames<TState>().Select(each => each.ToLowerInvariant()));
        return typeof(TState) == typeof(SetRegime)
            ? $"There is no regime \"{name}\". Known are {known}; while the regime is unknown the strategy's own parameters trade."
            : $"There is no state \"{name}\". Known are {known}.";
    }
}
