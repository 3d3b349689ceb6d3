using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Postgres;

/// <summary>The newest message of each live channel in PostgreSQL, for when Redis has none.</summary>
public sealed class LiveSnapshots(IDbContextFactory<EtrmsDbContext> contexts)
{
    public async Task<LiveMessage?> ReadAsync(string channel, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.LiveSnapshots.AsNoTracking()
            .SingleOrDefaultAsync(row => row.OwnerId == Owner.Operator && row.Channel == channel, cancellationToken);
        return row?.Message.Deserialize<LiveMessage>(EtrmsJson.Options);
    }

    /// <summary>Stores messages; one with an older sequence than the stored one changes nothing.</summary>
    public async Task SaveAsync(IEnumerable<LiveMessage> messages, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = messages.Select(message => new LiveSnapshotRow
        {
            Channel = message.Channel,
            Seq = message.Seq,
            Message = JsonSerializer.SerializeToElement(message, EtrmsJson.Options),
            UpdatedAt = message.Ts.ToUniversalTime(),
        });
        await db.UpsertNewerAsync(rows.ToList(), nameof(LiveSnapshotRow.Seq), cancellationToken);
    }
}
