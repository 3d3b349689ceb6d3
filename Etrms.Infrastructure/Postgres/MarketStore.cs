using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Postgres;

/// <summary>What one look at the markets has to keep.</summary>
public sealed class MarketRows
{
    private readonly List<MarketRegimeRow> _regimes = [];
    private readonly List<VolatilityMetricRow> _volatilities = [];
    private readonly List<MarketDetailRow> _details = [];
    private readonly List<LiquiditySnapshotRow> _books = [];
    private readonly List<CorrelationMatrixRow> _correlations = [];
    private readonly List<BookFindingRow> _findings = [];
    private readonly List<MarketReturnsRow> _returns = [];

    public IReadOnlyList<MarketRegimeRow> Regimes => _regimes;

    public IReadOnlyList<VolatilityMetricRow> Volatilities => _volatilities;

    public IReadOnlyList<MarketDetailRow> Details => _details;

    public IReadOnlyList<LiquiditySnapshotRow> Books => _books;

    public IReadOnlyList<CorrelationMatrixRow> Correlations => _correlations;

    public IReadOnlyList<BookFindingRow> Findings => _findings;

    public IReadOnlyList<MarketReturnsRow> Returns => _returns;

    public bool IsEmpty =>
        Regimes.Count + Volatilities.Count + Details.Count + Books.Count + Correlations.Count + Findings.Count + Returns.Count == 0;

    public void Add(MarketRegimeRow row) => _regimes.Add(row);

    public void Add(VolatilityMetricRow row) => _volatilities.Add(row);

    public void Add(MarketDetailRow row) => _details.Add(row);

    public void Add(LiquiditySnapshotRow row) => _books.Add(row);

    public void Add(CorrelationMatrixRow row) => _correlations.Add(row);

    public void Add(BookFindingRow row) => _findings.Add(row);

    public void Add(MarketReturnsRow row) => _returns.Add(row);
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
        await db.InsertMissingAsync(rows.Findings, cancellationToken);
        await db.UpsertNewerAsync(rows.Returns, nameof(MarketReturnsRow.MadeAt), cancellationToken);
    }

    /// <summary>Books, and what was found in them, are many: those before an instant go.</summary>
    public async Task ForgetBooksAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.LiquiditySnapshots.Where(row => row.At < before).ExecuteDeleteAsync(cancellationToken);
        await db.BookFindings.Where(row => row.At < before).ExecuteDeleteAsync(cancellationToken);
    }
}
