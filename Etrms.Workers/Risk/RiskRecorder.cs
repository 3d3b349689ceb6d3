using System.Diagnostics;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Risk;

/// <summary>Hands what the loop saw to the store: facts that outlive the day, and each second the engine's state.</summary>
internal sealed class RiskRecorder(RiskStoreWriter store, RiskTroubles troubles)
{
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, long> _storedBreakers = [];
    private long _checkpointAt;

    public void Keep(RiskEvent riskEvent)
    {
        switch (riskEvent)
        {
            case RiskEvent.Filled filled:
                store.Add(rows => rows.Add(FillRow.From(filled.Account, filled.Fill)));
                break;
            case RiskEvent.LedgerBooked booked:
                store.Add(rows => rows.Add(LedgerEntryRow.From(booked.Account, booked.Entry)));
                break;
            case RiskEvent.ClockTicked:
                troubles.WatchJournal();
                break;
            default:
                break;
        }
    }

    public void CheckpointWhenDue(RiskEngine engine, RiskSnapshot snapshot)
    {
        if (Stopwatch.GetElapsedTime(_checkpointAt) < CheckpointEvery)
        {
            return;
        }

        _checkpointAt = Stopwatch.GetTimestamp();
        var state = engine.CaptureState();
        var changed = snapshot.Breakers
            .Where(breaker => _storedBreakers.GetValueOrDefault(breaker.Breaker.Id, -1) != breaker.StateVersion).ToList();
        changed.ForEach(breaker => _storedBreakers[breaker.Breaker.Id] = breaker.StateVersion);
        store.Add(rows =>
        {
            rows.State = state;
            changed.ForEach(breaker => rows.Put(RowOf(breaker, snapshot.AsOf.ReceivedAt)));
        });
    }

    private static BreakerStateRow RowOf(BreakerSnapshot breaker, DateTimeOffset now) => new()
    {
        BreakerId = breaker.Breaker.Id,
        Status = breaker.Status,
        TripSeq = breaker.TripCount,
        StateVersion = breaker.StateVersion,
        Value = breaker.Value,
        LastTrippedAt = breaker.LastTrippedAt,
        UpdatedAt = now,
    };
}
