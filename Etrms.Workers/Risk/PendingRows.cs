using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Live;

namespace Etrms.Workers.Risk;

/// <summary>What waits for PostgreSQL. Of things that have versions the newest replaces the older; histories only grow. Not thread-safe.</summary>
internal sealed class PendingRows
{
    private readonly List<BreakerEventRow> _events = [];
    private readonly Dictionary<long, RiskSnapshot> _scenes = [];
    private readonly List<AlertRow> _alerts = [];
    private readonly List<AuditRow> _attempts = [];
    private readonly List<FillRow> _fills = [];
    private readonly List<ClosedTradeRow> _trades = [];
    private readonly List<LedgerEntryRow> _ledger = [];
    private readonly Dictionary<Guid, ActionPlanRow> _plans = [];
    private readonly Dictionary<Guid, ActionStepRow> _steps = [];
    private readonly Dictionary<Guid, BreakerStateRow> _breakers = [];
    private readonly Dictionary<Guid, NotificationDeliveryRow> _deliveries = [];
    private readonly Dictionary<(Guid, string), AccountCursorRow> _cursors = [];
    private readonly Dictionary<(Guid, DateTimeOffset), EquityPointRow> _equity = [];

    /// <summary>Newest engine state; null when none waits.</summary>
    public RiskEngineState? State { get; set; }

    public bool IsEmpty => State is null && _events.Count + _scenes.Count + _alerts.Count + _attempts.Count + _fills.Count + _trades.Count + _ledger.Count + _plans.Count + _steps.Count
        + _breakers.Count + _deliveries.Count + _cursors.Count + _equity.Count == 0;

    public void Add(IEnumerable<BreakerEvent> events) => _events.AddRange(events.Select(BreakerEventRow.From));

    /// <summary>The book when an event was written.</summary>
    public void Put(long seq, RiskSnapshot scene) => _scenes[seq] = scene;

    public void Add(AlertRow row) => _alerts.Add(row);

    public void Add(AuditRow row) => _attempts.Add(row);

    public void Add(FillRow row) => _fills.Add(row);

    public void Add(ClosedTradeRow row) => _trades.Add(row);

    public void Add(LedgerEntryRow row) => _ledger.Add(row);

    public void Put(ActionPlanRow row) => _plans[row.Id] = row;

    public void Put(ActionStepRow row) => _steps[row.Id] = row;

    public void Put(BreakerStateRow row) => _breakers[row.BreakerId] = row;

    public void Put(NotificationDeliveryRow row) => _deliveries[row.Id] = row;

    public void Put(AccountCursorRow row) => _cursors[(row.AccountId, row.Stream)] = row;

    public void Put(EquityPointRow row) => _equity[(row.AccountId, row.At)] = row;

    public RiskBatch ToBatch(long epoch, DateTimeOffset now) => new()
    {
        EngineState = State is null ? null : new EngineStateRow
        {
            Version = State.Seq,
            Epoch = epoch,
            State = JsonSerializer.SerializeToElement(State, EtrmsJson.Stored),
            SavedAt = now,
        },
        Events = _events.ToImmutableArray(),
        Scenes = [.. _scenes.Select(scene => EventSceneRow.From(scene.Key, scene.Value.ToScene()))],
        Alerts = _alerts.ToImmutableArray(),
        Attempts = _attempts.ToImmutableArray(),
        Deliveries = _deliveries.Values.ToImmutableArray(),
        Fills = _fills.DistinctBy(row => (row.AccountId, row.Exchange, row.Symbol, row.TradeId)).ToImmutableArray(),
        ClosedTrades = _trades.DistinctBy(row => (row.AccountId, row.Exchange, row.Symbol, row.TradeId, row.PositionSide)).ToImmutableArray(),
        LedgerEntries = _ledger.DistinctBy(row => (row.AccountId, row.Kind, row.EntryId)).ToImmutableArray(),
        Plans = _plans.Values.ToImmutableArray(),
        Steps = _steps.Values.ToImmutableArray(),
        BreakerStates = _breakers.Values.ToImmutableArray(),
        Cursors = _cursors.Values.ToImmutableArray(),
        EquityPoints = _equity.Values.ToImmutableArray(),
    };

    /// <summary>Puts rows that could not be stored back under what came since.</summary>
    public void PutBackUnder(PendingRows newer)
    {
        newer.State ??= State;
        newer._events.InsertRange(0, _events);
        Under(_scenes, newer._scenes);
        newer._alerts.InsertRange(0, _alerts);
        newer._attempts.InsertRange(0, _attempts);
        newer._fills.InsertRange(0, _fills);
        newer._trades.InsertRange(0, _trades);
        newer._ledger.InsertRange(0, _ledger);
        Under(_plans, newer._plans);
        Under(_steps, newer._steps);
        Under(_breakers, newer._breakers);
        Under(_deliveries, newer._deliveries);
        Under(_cursors, newer._cursors);
        Under(_equity, newer._equity);
    }

    private static void Under<TKey, TRow>(Dictionary<TKey, TRow> older, Dictionary<TKey, TRow> newer)
        where TKey : notnull
    {
        foreach (var (key, row) in older)
        {
            newer.TryAdd(key, row);
        }
    }
}
