using System.Diagnostics;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Journal.Inputs;
using Etrms.Workers.Journal.Recordings;

namespace Etrms.Workers.Risk;

/// <summary>
/// Hands what the loop saw to those who look on and to the store: facts that outlive the day, the equity curve, and the engine's state. That is
/// stored each second, and at once when an account's money is first known: a crash would else measure its fall from after the fall.
/// </summary>
internal sealed class RiskRecorder(
    RiskStoreWriter store, InputJournal inputs, FlightRecorder flights, RiskTroubles troubles, Onlookers onlookers)
{
    private static readonly TimeSpan PublishEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, long> _storedBreakers = [];
    private long _publishedAt;
    private long _checkpointAt;
    private int _knownAccounts;
    private DateTimeOffset _equityUntil;
    private bool _knowsMarketTime;

    /// <summary>The engine as it stands before its first input.</summary>
    public void Begin(RiskEngine engine) => inputs.Begin(engine);

    /// <summary>An input that was stepped, and what was decided on it.</summary>
    public void Keep(RiskEngine engine, RiskEvent riskEvent, IReadOnlyList<RiskDecision> decisions)
    {
        inputs.Record(engine, riskEvent, decisions);
        flights.Note(engine, decisions);
        switch (riskEvent)
        {
            case RiskEvent.Filled filled:
                ClosedTrade[] closed = [.. engine.ClosedTrades];
                store.Add(rows =>
                {
                    rows.Add(FillRow.From(filled.Account, filled.Fill));
                    Array.ForEach(closed, trade => rows.Add(ClosedTradeRow.From(trade)));
                });
                break;
            case RiskEvent.LedgerBooked booked:
                store.Add(rows => rows.Add(LedgerEntryRow.From(booked.Account, booked.Entry)));
                break;
            case RiskEvent.ClockTicked:
                troubles.WatchJournals();
                break;
            case RiskEvent.MarkPriced:
                _knowsMarketTime = true;
                break;
            default:
                break;
        }
    }

    public void PublishWhenDue(RiskEngine engine)
    {
        var now = Stopwatch.GetTimestamp();
        if (Stopwatch.GetElapsedTime(_publishedAt, now) < PublishEvery)
        {
            return;
        }

        _publishedAt = now;
        var snapshot = engine.Snapshot();
        onlookers.Offer(snapshot);
        KeepEquity(snapshot);
        CheckpointWhenDue(engine, snapshot);
    }

    private void CheckpointWhenDue(RiskEngine engine, RiskSnapshot snapshot)
    {
        var known = snapshot.Accounts.Count(account => account.Equity is not null);
        var isFirstSight = known > _knownAccounts;
        _knownAccounts = known;
        if (!isFirstSight && Stopwatch.GetElapsedTime(_checkpointAt) < CheckpointEvery)
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

    /// <summary>
    /// Points since the last; a replay that was set back goes on from its newest. Only a price tells market time: what was noted before the first bears
    /// our own clock, which on a replay lies in its future. Points without a unit value have no money behind them.
    /// </summary>
    private void KeepEquity(RiskSnapshot snapshot)
    {
        if (!_knowsMarketTime || snapshot.EquityCurve is not [.., { At: var newest }] || newest == _equityUntil || newest > snapshot.AsOf.MarketAt)
        {
            return;
        }

        var since = newest > _equityUntil ? _equityUntil : newest - TimeSpan.FromTicks(1);
        _equityUntil = newest;
        foreach (var point in snapshot.EquityCurve.Where(point => point.At > since))
        {
            if (point.UnitValue is { } unitValue)
            {
                store.Add(rows => rows.Put(RowOf(point, unitValue, snapshot.AsOf.ReceivedAt)));
            }
        }
    }

    private static EquityPointRow RowOf(EquityPoint point, decimal unitValue, DateTimeOffset now) => new()
    {
        AccountId = EquityPointRow.WholeBook,
        At = point.At.ToUniversalTime(),
        Equity = point.Equity,
        UnitValue = unitValue,
        Drawdown = point.Drawdown,
        RecordedAt = now.ToUniversalTime(),
    };

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
