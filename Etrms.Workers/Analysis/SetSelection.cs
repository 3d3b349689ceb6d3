using System.Collections.Immutable;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.Strategies.Sets;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Backtests;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Analysis;

/// <summary>The sets of parameters per regime of a backtest that was applied to live.</summary>
internal sealed record AppliedRoster(Guid Backtest, string Name, ImmutableArray<InstrumentId> Instruments, Timeframe Timeframe, SetRoster Roster);

/// <summary>Reads which sets were applied, and tells the trader when a market calls for another. Nothing trades by them.</summary>
internal sealed class SetSelection(BacktestStore backtests, StrategyCatalog strategies, DecisionNews news)
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(15);

    private IReadOnlyList<AppliedRoster> _applied = [];
    private DateTimeOffset? _readAt;

    /// <summary>Those of the last reading while it is young, or while the database is away.</summary>
    public async Task<IReadOnlyList<AppliedRoster>> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now - _readAt < ReadEvery)
        {
            return _applied;
        }

        _readAt = now;
        try
        {
            var stored = await backtests.AppliedAsync(cancellationToken);
            _applied = [.. stored.Select(RosterOf).OfType<AppliedRoster>()];
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            // The risk store tells about the outage; what was applied before stays so.
        }

        return _applied;
    }

    public void Tell(IEnumerable<Alert> alerts)
    {
        foreach (var alert in alerts)
        {
            news.Raise(alert);
        }
    }

    private AppliedRoster? RosterOf(StoredBacktest stored)
    {
        var body = stored.Configuration;
        return AppliedSets.RosterOf(body, stored.Applied!.Parameters, strategies) is { } roster && Timeframe.TryParse(body.Timeframe, out var timeframe)
            ? new AppliedRoster(
                stored.Row.Id, body.Name, [.. body.Exchanges.SelectMany(exchange => body.Symbols.Select(symbol => BacktestReading.InstrumentOf(exchange, symbol)))],
                timeframe, roster)
            : null;
    }
}
