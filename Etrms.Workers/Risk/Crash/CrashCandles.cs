using System.Collections.Concurrent;
using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Domain.Risk.Measures.Crash;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Risk.Crash;

/// <summary>
/// Keeps at hand what the prices of held contracts did in October 2025, as far as the trader has stored candles of those days. What lacks is looked for again,
/// so that a download shows by itself.
/// </summary>
internal sealed class CrashCandles(CandleStore store, IDbContextFactory<EtrmsDbContext> contexts, RiskClock clock) : ITermLoop
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<InstrumentId, CrashPath?> _paths = new();
    private readonly Dictionary<InstrumentId, DateTimeOffset> _lookedAt = [];
    private ImmutableHashSet<InstrumentId> _held = [];

    /// <summary>False until it was looked for; null where no candle of those days is stored.</summary>
    public bool TryFind(InstrumentId instrument, out CrashPath? path) => _paths.TryGetValue(instrument, out path);

    /// <summary>These are held now.</summary>
    public void Follow(IEnumerable<InstrumentId> held) => Volatile.Write(ref _held, [.. held]);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var instrument in Volatile.Read(ref _held).Where(IsDue))
            {
                _lookedAt[instrument] = clock.WallNow;
                await LookAsync(instrument, cancellationToken);
            }
        }
    }

    private bool IsDue(InstrumentId instrument) => !_lookedAt.TryGetValue(instrument, out var at)
        || (clock.WallNow - at >= LookAgainAfter && _paths.GetValueOrDefault(instrument) is null or { Lack: not null });

    private async Task LookAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        try
        {
            _paths[instrument] = await FindAsync(instrument, cancellationToken);
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            // The risk store tells about the outage; it is looked for again when the time has come.
        }
    }

    /// <summary>The first series without holes; else the one that covers most; null when there is none.</summary>
    private async Task<CrashPath?> FindAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        CrashPath? best = null;
        foreach (var series in await SeriesAsync(instrument, cancellationToken))
        {
            var candles = await store.ReadCandlesAsync(series.Id, CrashPath.Days, cancellationToken);
            var path = CrashPath.Of(series.Key.Instrument, TimeSpan.FromSeconds(series.TimeframeSeconds), candles);
            if (path is { Lack: null })
            {
                return path;
            }

            best = best is null || path?.Missing * path?.Step < best.Missing * best.Step ? path : best;
        }

        return best;
    }

    /// <summary>Real prices alone, never those of a paper venue: of the contract itself before its coin elsewhere, short candles and marks first.</summary>
    private async Task<IReadOnlyList<MarketSeriesRow>> SeriesAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var longest = (int)TimeSpan.FromHours(1).TotalSeconds;
        var rows = await db.MarketSeries.AsNoTracking()
            .Where(row => (row.Kind == SeriesKind.Mark || row.Kind == SeriesKind.Perpetual) && (row.Source == SeriesSource.Live || row.Source == SeriesSource.Import))
            .Where(row => row.TimeframeSeconds <= longest && row.FirstAt < CrashPath.Days.End && row.LastAt >= CrashPath.Days.Start)
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Where(row => SymbolMatch.AreSameCoin(row.Symbol, instrument.Symbol))
                .OrderBy(row => row.Key.Instrument != instrument).ThenBy(row => row.TimeframeSeconds).ThenBy(row => row.Kind != SeriesKind.Mark)
                .ThenBy(row => row.Source),
        ];
    }
}
