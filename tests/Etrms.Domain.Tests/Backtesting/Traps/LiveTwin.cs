using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting.Traps;

/// <summary>The risk engine as a worker runs it, one fact after the other, told of the fills and closes of a backtest.</summary>
internal sealed class LiveTwin
{
    private static readonly AccountId Account = new(new Guid("c0000000-0000-0000-0000-000000000001"));

    private readonly RiskEngine _engine = new(RiskSettings.Default with
    {
        Owner = "live",
        MarkStaleAfter = TimeSpan.FromDays(1),
        UserStreamStaleAfter = TimeSpan.FromDays(365),
        AccountCheckStaleAfter = TimeSpan.FromDays(365),
        NoNewRiskAfter = TimeSpan.FromDays(365),
        CriticalAfter = TimeSpan.FromDays(365),
    });

    private readonly List<RiskDecision> _decisions = [];
    private readonly List<BreakerEvent> _events = [];
    private EventTimes _times;
    private decimal _wallet;
    private decimal _held;
    private decimal _entry;

    /// <summary>The breaker events of a live engine that lives through what a run recorded.</summary>
    public static IReadOnlyList<BreakerEvent> Follow(BacktestRun run, CandleSeries candles, CircuitBreaker breaker)
    {
        var twin = new LiveTwin { _wallet = run.InitialCapital };
        twin.Begin(candles, breaker);
        var fills = run.Orders.Where(note => note.Kind == OrderNoteKind.Filled).ToLookup(note => note.At);
        for (var i = 0; i < candles.Count; i++)
        {
            twin.At(candles.OpenAt(i) + candles.Step);
            foreach (var fill in fills[candles.OpenAt(i)])
            {
                twin.Fill(fill);
            }

            twin.Step(new RiskEvent.MarkPriced(candles.Instrument, candles.Close(i), candles.Close(i)) { Times = twin._times });
            twin.Step(new RiskEvent.ClockTicked { Times = twin._times });
        }

        return twin._events;
    }

    private void Begin(CandleSeries candles, CircuitBreaker breaker)
    {
        At(candles.OpenAt(0));
        Step(new RiskEvent.InstrumentsLoaded([Scene.Contract()]) { Times = _times });
        Step(new RiskEvent.AccountAdded(Account, Exchange.Binance, "live", IsPaper: true) { Times = _times });
        Step(new RiskEvent.FeedChanged(Account, Exchange.Binance, FeedKind.UserStream, IsAlive: true) { Times = _times });
        var balance = new AccountBalance("USDT", _wallet, 0, _wallet, 0, 0, _wallet);
        Step(new RiskEvent.AccountSnapshotTaken(
            Account, new AccountSnapshot { Balance = balance, Positions = [], OpenOrders = [], At = _times.MarketAt })
        { Times = _times });
        Step(new RiskEvent.BreakersChanged([breaker]) { Times = _times });
    }

    private void At(DateTimeOffset at) => _times = new EventTimes(at, at, at);

    private void Fill(OrderNote note)
    {
        var signed = note.Side == OrderSide.Buy ? note.Quantity : -note.Quantity;
        var fee = note.Quantity * note.Price * 0m;
        var realized = _held != 0 && Math.Sign(signed) != Math.Sign(_held) ? -signed * (note.Price - _entry) : 0;
        (_held, _entry, _wallet) = (_held + signed, _held + signed == 0 ? 0 : note.Price, _wallet + realized - fee);
        var id = $"{_events.Count}/{note.At:O}/{note.Side}/{_held}";
        var position = new Position { Instrument = note.Instrument, Quantity = _held, EntryPrice = _entry, UpdatedAt = note.At };
        Step(new RiskEvent.PositionChanged(Account, position, new WalletReading("USDT", _wallet)) { Times = _times });
        Step(new RiskEvent.Filled(
            Account, new Fill(id, id, id, note.Instrument, note.Side, PositionSide.Both, note.Price, note.Quantity, fee, "USDT", realized, false, note.At))
        { Times = _times });
    }

    private void Step(RiskEvent fact)
    {
        _engine.Step(fact, _decisions);
        _events.AddRange(_decisions.OfType<RiskDecision.Record>().Select(record => record.Event));
        var plans = _decisions.OfType<RiskDecision.ReduceTo>().ToList();
        _decisions.Clear();

        // A worker reports what it carried out; here the run has done it.
        foreach (var plan in plans)
        {
            Step(new RiskEvent.ActionReported(
                new ActionReport(plan.PlanId, Account, plan.Instrument, PositionSide.Both, ActionOutcome.TargetMet, 0, "closed"))
            { Times = _times });
        }
    }
}
