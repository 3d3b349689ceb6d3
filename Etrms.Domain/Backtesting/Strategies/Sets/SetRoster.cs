using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Etrms.Domain.Analysis.Markets;

namespace Etrms.Domain.Backtesting.Strategies.Sets;

/// <summary>A strategy with all its parameters; sets that are equal share one.</summary>
/// <param name="Name">"base", or the first regime that it trades in.</param>
public sealed record SetSeat(string Name, StrategyDefinition Definition, StrategyArguments Arguments);

/// <summary>Who trades at a close, and how large.</summary>
/// <param name="Seat">Number among <see cref="SetRoster.Seats"/>.</param>
/// <param name="Share">Of its size at which an entry passes; never more than 1.</param>
public readonly record struct SetChoice(int Seat, decimal Share);

/// <summary>
/// Which set trades under which conditions: the one definition that backtests and the live view choose by. What is not known trades with the base, and
/// at the smallest size that any state has.
/// </summary>
public sealed class SetRoster
{
    private const string Base = "base";

    private readonly StrategySets _sets;
    private readonly ImmutableSortedDictionary<SetRegime, int> _seatOf;

    private SetRoster(StrategySets sets, ImmutableArray<SetSeat> seats, ImmutableSortedDictionary<SetRegime, int> seatOf) =>
        (_sets, Seats, _seatOf) = (sets, seats, seatOf);

    /// <summary>The base first.</summary>
    public ImmutableArray<SetSeat> Seats { get; }

    /// <summary>The regimes that have a set, with its seat and share of size.</summary>
    public IEnumerable<(SetRegime Regime, SetSeat Seat, decimal Size)> Named => _seatOf.Select(pair => (pair.Key, Seats[pair.Value], _sets.Regimes[pair.Key].Size));

    /// <summary>Share of size while the regime is unknown, other states aside.</summary>
    public decimal UnknownSize => Math.Min(1, _sets.Regimes.Values.Select(set => set.Size).DefaultIfEmpty(1).Min());

    /// <summary>Candles until every strategy and the regime can decide.</summary>
    public int WarmUpBars => Math.Max(ConditionWatch.BarsOf(AnalystRules.Default), Seats.Max(seat => seat.Definition.WarmUpBars(seat.Arguments)));

    /// <summary>Names what trades when, whatever it is called: equal sets have equal ones.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Lines()))));

    /// <summary>Throws <see cref="ArgumentException"/> with the first fault when the sets cannot trade.</summary>
    public static SetRoster Of(
        StrategySets sets, StrategyCatalog strategies, StrategyDefinition definition, ImmutableSortedDictionary<string, ParameterValue> parameters)
    {
        if (SetChecks.Of(sets, strategies, definition.Name, parameters) is [var fault, ..])
        {
            throw new ArgumentException($"{fault.Field}: {fault.Message}", nameof(sets));
        }

        var seats = new List<SetSeat> { new(Base, definition, definition.Arguments(parameters)) };
        var seatOf = ImmutableSortedDictionary.CreateBuilder<SetRegime, int>();
        foreach (var (regime, set) in sets.Regimes)
        {
            var own = strategies.Find(set.Strategy ?? definition.Name)!;
            var seat = new SetSeat(StrategySets.NameOf(regime), own, own.Arguments(SetChecks.Whole(set, own, definition.Name, parameters)));
            var known = seats.FindIndex(other => TextOf(other) == TextOf(seat));
            seatOf[regime] = known < 0 ? seats.Count : known;
            if (known < 0)
            {
                seats.Add(seat);
            }
        }

        return new SetRoster(sets, [.. seats], seatOf.ToImmutable());
    }

    /// <summary>A watch that tells what this roster asks for, and no more.</summary>
    public ConditionWatch Watch() => new(AnalystRules.Default, !_sets.VolatilitySizes.IsEmpty, !_sets.LiquiditySizes.IsEmpty);

    public SetChoice Choose(in MarketConditions conditions)
    {
        var share = Math.Min(ShareOf(_sets.VolatilitySizes, conditions.Volatility), ShareOf(_sets.LiquiditySizes, conditions.Liquidity));
        return conditions.Regime is not { } regime ? new SetChoice(0, Math.Min(share, UnknownSize))
            : (Find(regime) ?? Find(conditions.MovementAsRegime!.Value)) is var (seat, size) ? new SetChoice(seat, Math.Min(share, size))
            : new SetChoice(0, share);
    }

    private (int Seat, decimal Size)? Find(SetRegime regime) => _seatOf.TryGetValue(regime, out var seat) ? (seat, _sets.Regimes[regime].Size) : null;

    private static decimal ShareOf<T>(ImmutableSortedDictionary<T, decimal> sizes, T? state)
        where T : struct, Enum =>
        sizes.IsEmpty ? 1 : state is { } known ? sizes.GetValueOrDefault(known, 1) : Math.Min(1, sizes.Values.Min());

    private IEnumerable<string> Lines() =>
    [
        $"{Base} {TextOf(Seats[0])}",
        .. Named.Select(named => $"{StrategySets.NameOf(named.Regime)} {TextOf(named.Seat)} {(ParameterValue)named.Size}"),
        .. _sets.VolatilitySizes.Select(pair => $"volatility {pair.Key} {(ParameterValue)pair.Value}"),
        .. _sets.LiquiditySizes.Select(pair => $"liquidity {pair.Key} {(ParameterValue)pair.Value}"),
    ];

    private static string TextOf(SetSeat seat) =>
        $"{seat.Definition.Name} {string.Join(' ', seat.Arguments.Values.Select(pair => $"{pair.Key}={pair.Value}"))}";
}
