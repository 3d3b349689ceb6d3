using System.Collections.ObjectModel;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Postgres;

/// <summary>What one look at the markets has to keep.</summary>
public sealed record MarketRows
{
    public Collection<MarketRegimeRow> Regimes { get; } = [];

    public Collection<VolatilityMetricRow> Volatilities { get; } = [];

    public Collection<MarketDetailRow> Details { get; } = [];

    public Collection<LiquiditySnapshotRow> Books { get; } = [];

    public Collection<CorrelationMatrixRow> Correlations { get; } = [];

    public bool IsEmpty => Regimes.Count + Volatilities.Count + Details.Count + Books.Count + Correlations.Count == 0;
}

/// <summary>Keeps what the market analysis found; written again, it changes nothing.</summary>
public sealed class MarketStore(IDbContextFactory<EtrmsDbContext> contexts)
{
    public async Task SaveAsync(MarketRows rows, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.UpsertNewerAsync(rows.Regimes, nameof(MarketRegimeRow.UntilAt), cancellationToken);
        await db.InsertMissingAsync(rows.Volatilities, cancellationToken);
        await db.UpsertNewerAsync(rows.Details, nameof(MarketDetailRow.MadeAt), cancellationToken);
        await db.InsertMissingAsync(rows.Books, cancellationToken);
        await db.InsertMissingAsync(rows.Correlations, cancellationToken);
    }

    /// <summary>Books are many: those before an instant go.</summary>
    public async Task ForgetBooksAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.LiquiditySnapshots.Where(row => row.At < before).ExecuteDeleteAsync(cancellationToken);
    }
}
