using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Postgres;

/// <summary>A download with its parts.</summary>
public sealed record StoredDownload(DataDownloadRow Download, IReadOnlyList<DataDownloadPartRow> Parts)
{
    public DownloadRequest Request => Download.Request.Deserialize<DownloadRequest>(EtrmsJson.Options)!;
}

/// <summary>Downloads as rows: the Api adds and shows them, a worker's job carries them out. A cancelled one takes no more writes, and so ends.</summary>
public sealed class DownloadStore(IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    private const int MostListed = 50;

    /// <summary>Adds a download, or returns the one already stored under its id.</summary>
    public async Task<StoredDownload> AddAsync(Guid id, DownloadRequest request, string operatorName, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = new DataDownloadRow
        {
            Id = id,
            State = DownloadState.Queued,
            Request = JsonSerializer.SerializeToElement(request, EtrmsJson.Options),
            Operator = operatorName,
            CreatedAt = clock.GetUtcNow(),
        };
        await db.InsertMissingAsync([row], cancellationToken);
        return (await FindAsync(id, cancellationToken))!;
    }

    public async Task<StoredDownload?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.DataDownloads.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.OwnerId == Owner.Operator, cancellationToken);
        return row is null ? null : new StoredDownload(row, await PartsAsync(db, [id], cancellationToken));
    }

    /// <summary>The latest downloads, newest first.</summary>
    public async Task<IReadOnlyList<StoredDownload>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.DataDownloads.AsNoTracking().Where(row => row.OwnerId == Owner.Operator)
            .OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).Take(MostListed).ToListAsync(cancellationToken);
        var parts = (await PartsAsync(db, [.. rows.Select(row => row.Id)], cancellationToken)).ToLookup(part => part.DownloadId);
        return [.. rows.Select(row => new StoredDownload(row, [.. parts[row.Id]]))];
    }

    /// <summary>Downloads that a worker still has to carry out or finish.</summary>
    public async Task<IReadOnlyList<Guid>> ListOpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.DataDownloads.AsNoTracking().Where(row => row.State == DownloadState.Queued || row.State == DownloadState.Running)
            .OrderBy(row => row.CreatedAt).Select(row => row.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Notes that a worker is at it, and with what; false when the download is over, be it cancelled.</summary>
    public async Task<bool> BeginAsync(Guid id, IReadOnlyList<DataDownloadPartRow> parts, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var begun = await Open(db, id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, DownloadState.Running).SetProperty(row => row.StartedAt, row => row.StartedAt ?? now)
                .SetProperty(row => row.Error, (string?)null),
            cancellationToken);
        await db.InsertMissingAsync(begun == 0 ? [] : parts, cancellationToken);
        return begun == 1;
    }

    /// <summary>Notes how far a part is; false when the download was cancelled and the worker must stop.</summary>
    public async Task<bool> SaveAsync(DataDownloadPartRow part, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isOpen = await Open(db, part.DownloadId).AnyAsync(cancellationToken);
        db.DataDownloadParts.Update(part);
        await db.SaveChangesAsync(cancellationToken);
        return isOpen;
    }

    /// <summary>Ends a download that is not over yet; false when it was.</summary>
    public async Task<bool> EndAsync(Guid id, DownloadState state, string? error, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return await Open(db, id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state).SetProperty(row => row.Error, error).SetProperty(row => row.FinishedAt, now),
            cancellationToken) == 1;
    }

    private static IQueryable<DataDownloadRow> Open(EtrmsDbContext db, Guid id) =>
        db.DataDownloads.Where(row => row.Id == id && (row.State == DownloadState.Queued || row.State == DownloadState.Running));

    private static Task<List<DataDownloadPartRow>> PartsAsync(EtrmsDbContext db, IReadOnlyList<Guid> downloads, CancellationToken cancellationToken) =>
        db.DataDownloadParts.AsNoTracking().Where(part => downloads.Contains(part.DownloadId))
            .OrderBy(part => part.DownloadId).ThenBy(part => part.Number).ToListAsync(cancellationToken);
}
