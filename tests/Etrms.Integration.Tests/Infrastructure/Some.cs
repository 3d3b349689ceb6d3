using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Integration.Tests.Infrastructure;

internal static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly Guid Breaker = new("11111111-1111-1111-1111-111111111111");
    public static readonly Guid Plan = new("22222222-2222-2222-2222-222222222222");
    public static readonly AccountId Account = new(new Guid("33333333-3333-3333-3333-333333333333"));

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    public static BreakerEvent Event(long seq, BreakerEventKind kind = BreakerEventKind.Triggered, int trip = 1, string hash = "a") => new()
    {
        Seq = seq,
        BreakerId = Breaker,
        Revision = 1,
        BreakerName = "Drawdown",
        Type = "MAX_DRAWDOWN",
        TripSeq = trip,
        Kind = kind,
        Value = 0.0512345678901234567890m,
        Threshold = 0.05m,
        StageAt = 1,
        Explanation = "1 - 94,876.54 / 100,000 = 5.12 %",
        At = Time,
        ReceivedAt = Time,
        PreviousHash = new string('0', 64),
        Hash = $"{hash}{seq}",
    };

    public static RiskBatch Batch(long version = 1) => new()
    {
        EngineState = new EngineStateRow { Version = version, Epoch = 1, State = Json($$"""{"z":{{version}},"a":"0.10"}"""), SavedAt = Time },
        BreakerStates = [new BreakerStateRow { BreakerId = Breaker, Status = BreakerStatus.Acting, TripSeq = 1, StateVersion = version, Value = 0.05m, UpdatedAt = Time }],
        Events = [BreakerEventRow.From(Event(1)), BreakerEventRow.From(Event(2, BreakerEventKind.Stage))],
        Plans = [new ActionPlanRow { Id = Plan, BreakerId = Breaker, TripSeq = 1, State = ActionPlanState.Acting, Summary = "Close BTCUSDT", CreatedAt = Time, Version = version }],
        Steps =
        [
            new ActionStepRow
            {
                Id = new Guid("44444444-4444-4444-4444-444444444444"), PlanId = Plan, Number = 1, Kind = "reduce", AccountId = Account.Value,
                Exchange = Exchange.Binance, Symbol = "BTCUSDT", Target = 0, Quantity = 0.5m, Outcome = ActionOutcome.Sent, Detail = "sent",
                At = Time, LatencyMs = 1.25, Version = version,
            },
        ],
        Alerts = [AlertRow.From(new Alert("trip-1", AlertSeverity.Critical, "Drawdown", "5.12 %", Breaker, Time, Time), Guid.NewGuid())],
        EquityPoints = [new EquityPointRow { AccountId = EquityPointRow.WholeBook, At = Time, Equity = 94876.54m, UnitValue = 0.95m, Drawdown = 0.05m, RecordedAt = Time }],
        Fills = [FillRow.From(Account, Fill())],
        LedgerEntries = [LedgerEntryRow.From(Account, new LedgerEntry("7", LedgerKind.Funding, Instrument, "USDT", -1.5m, Time))],
        Cursors = [new AccountCursorRow { AccountId = Account.Value, Stream = "ledger", ReadUntil = Time, Version = version }],
    };

    public static InstrumentId Instrument => new(Exchange.Binance, "BTCUSDT");

    public static Fill Fill() =>
        new("1", "2", "etrms-3", Instrument, OrderSide.Sell, PositionSide.Both, 100_000.1m, 0.5m, 20, "USDT", -2561.7m, false, Time);
}
