using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Strategies.Sets;

namespace Etrms.Contracts.Mapping;

/// <summary>Sets of parameters by regime, as others see them.</summary>
public static class StrategySetMapping
{
    private const int MostChanges = 1_000;

    public static StrategySetsView ToView(this SetReport report, TimeSpan step) =>
        new(report.Roster.Fingerprint, SetsOf(report.Roster), [.. report.Contracts.Select(contract => ToView(contract, step))]);

    /// <summary>Every set whole, the base first.</summary>
    public static IReadOnlyList<StrategySetView> SetsOf(SetRoster roster) =>
    [
        ToView(null, roster.Seats[0], roster.UnknownSize),
        .. roster.Named.Select(named => ToView(named.Regime, named.Seat, named.Size)),
    ];

    /// <summary>All parameters of a set, as text.</summary>
    public static IReadOnlyDictionary<string, string> ParametersOf(SetSeat seat) =>
        seat.Arguments.Values.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);

    private static StrategySetView ToView(SetRegime? regime, SetSeat seat, decimal size) => new(
        StrategySets.NameOf(regime), seat.Name, seat.Definition.Name, ParametersOf(seat), size);

    private static ContractSetsView ToView(ContractSets contract, TimeSpan step) => new(
        contract.Instrument.Exchange, contract.Instrument.Symbol,
        [.. contract.ByRegime.Select(BacktestResultMapping.ToView)], [.. contract.BySet.Select(BacktestResultMapping.ToView)],
        [.. contract.Changes.Take(MostChanges).Select(change =>
            new SetChangeView((change.At - step).ToUnixTimeMilliseconds(), StrategySets.NameOf(change.Regime), change.Set))],
        contract.Changes.Length);
}
