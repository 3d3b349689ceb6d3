using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Postgres;

/// <summary>Recordings of trips: a worker makes them, the Api hands them out.</summary>
public sealed class TripRecordings(IDbContextFactory<EtrmsDbContext> contexts)
{
    /// <summary>Stores a recording; one that is stored already stays.</summary>
    public async Task SaveAsync(TripRecordingRow row, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO trip_recordings (owner_id, event_seq, breaker_id, trip_seq, made_at, sha256, content)
            VALUES ({row.OwnerId}, {row.EventSeq}, {row.BreakerId}, {row.TripSeq}, {row.MadeAt}, {row.Sha256}, {row.Content})
            ON CONFLICT DO NOTHING
            """, cancellationToken);
    }

    /// <summary>The recording made for an event, else that of its trip; null while there is none.</summary>
    public async Task<TripRecordingRow?> FindAsync(long eventSeq, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var recordings = db.TripRecordings.AsNoTracking().Where(row => row.OwnerId == Owner.Operator);
        var ofTrip =
            from entry in db.BreakerEvents
            where entry.OwnerId == Owner.Operator && entry.Seq == eventSeq
            from recording in recordings
            where recording.BreakerId == entry.BreakerId && recording.TripSeq == entry.TripSeq
            orderby recording.EventSeq == eventSeq descending, recording.EventSeq
            select recording;
        return await ofTrip.FirstOrDefaultAsync(cancellationToken);
    }
}
