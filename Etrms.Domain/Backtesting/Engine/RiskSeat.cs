using System.Globalization;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>
/// Seats the live risk engine in a run: tells it at every close what happened in the candle, and brings what it decides to the orders of
/// the next. What happened within a candle is told together with its close, so that no equity is seen that never was.
/// </summary>
internal sealed class RiskSeat
{
    public const string Asset = "USDT";

    private static readonly AccountId Account = new(new Guid("b0000000-0000-0000-0000-000000000001"));

    /// <summary>A candle is a fresh reading when it closes, however long it is; and a price may move by any factor within one.</summary>
    private static readonly RiskSettings Settings = RiskSettings.Default with
    {
        Owner = "backtest",
        MarkStaleAfter = TimeSpan.MaxValue,
        UserStreamStaleAfter = TimeSpan.MaxValue,
        AccountCheckStaleAfter = TimeSpan.MaxValue,
        NoNewRiskAfter = TimeSpan.MaxValue,
        CriticalAfter = TimeSpan.MaxValue,
        FundingStaleAfter = TimeSpan.MaxValue,
        RulesAgedAfter = TimeSpan.MaxValue,
        RulesStaleAfter = TimeSpan.MaxValue,
        MaxMarkFactor = 1_000_000,
        ActionDeadline = TimeSpan.MaxValue,
        MaxOrdersPerMinute = int.MaxValue,
        EquityPointEvery = TimeSpan.FromDays(36_500),
    };

    private readonly RiskEngine _engine = new(Settings, isShown: false);
    private readonly List<RiskEvent> _facts = [];
    private readonly List<RiskDecision> _decisions = [];
    private readonly IReadOnlyList<BarLeg> _legs;
    private readonly QuietReach _reach = new();
    private readonly QuietStretch? _quiet;
    private decimal? _wallet;
    private EventTimes _times;

    public RiskSeat(BacktestSettings settings, IReadOnlyList<BarLeg> legs, DateTimeOffset start)
    {
        _legs = legs;
        IsEmpty = settings.Breakers.IsEmpty;
        if (IsEmpty)
        {
            return;
        }

        // With several contracts no single price says how far equity may go.
        _quiet = settings.JudgesEveryCandle || legs.Count > 1 ? null : new QuietStretch(legs[0].Market.Candles);
        if (BreakerFaults(settings) is { } fault)
        {
            throw new ArgumentException(fault, nameof(settings));
        }

        _times = new EventTimes(start, start, start);
        Step(new RiskEvent.InstrumentsLoaded([.. legs.Select(leg => leg.Instrument)]) { Times = _times });
        Step(new RiskEvent.AccountAdded(Account, legs[0].Instrument.Id.Exchange, "backtest", IsPaper: true) { Times = _times });
        Step(new RiskEvent.FeedChanged(Account, legs[0].Instrument.Id.Exchange, FeedKind.UserStream, IsAlive: true) { Times = _times });
        Step(new RiskEvent.AccountSnapshotTaken(Account, Empty(settings.InitialCapital, start)) { Times = _times });
        Step(new RiskEvent.BreakersChanged(settings.Breakers) { Times = _times });
    }

    /// <summary>True when no breaker is armed: then nothing is told and nothing is asked.</summary>
    public bool IsEmpty { get; }

    /// <summary>Every event of the breakers, oldest first.</summary>
    public List<BreakerEvent> Events { get; } = [];

    public void Note(BarLeg leg, Fill fill, decimal wallet)
    {
        var position = new Position
        {
            Instrument = leg.Instrument.Id,
            Quantity = leg.Position.Quantity,
            EntryPrice = leg.Position.EntryPrice,
            UpdatedAt = fill.At,
        };
        _facts.Add(new RiskEvent.Filled(Account, fill) { Times = _times });
        _facts.Add(new RiskEvent.PositionChanged(Account, position) { Times = _times });
        _wallet = wallet;
    }

    public void NoteFunding(BarLeg leg, DateTimeOffset at, decimal amount, decimal wallet)
    {
        if (IsEmpty)
        {
            return;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"{leg.Instrument.Id.Symbol}/{at.ToUnixTimeMilliseconds()}");
        _facts.Add(new RiskEvent.LedgerBooked(Account, new LedgerEntry(id, LedgerKind.Funding, leg.Instrument.Id, Asset, amount, at)) { Times = _times });
        _wallet = wallet;
    }

    /// <summary>What the breakers say at the end of a candle.</summary>
    /// <param name="marked">The contracts that have one.</param>
    public void Close(List<BarLeg> marked)
    {
        if (IsEmpty || (_facts.Count == 0 && _quiet?.TryKeep(marked[0].Index) == true))
        {
            return;
        }

        if (_quiet is null)
        {
            Judge(marked);
            return;
        }

        if (!_quiet.IsEmpty)
        {
            _engine.Pass(marked[0].Instrument.Id, _quiet.Release());
        }

        Judge(marked);
        _quiet.Begin(_reach.Find(_engine, marked[0].Instrument.Id));
    }

    private void Judge(List<BarLeg> marked)
    {
        var at = marked[0].OpenAt + marked[0].Market.Candles.Step;
        _times = new EventTimes(at, at, at);
        if (_wallet is { } wallet)
        {
            // What all of it has left in the wallet is told once.
            _facts.Add(new RiskEvent.BalanceChanged(Account, Asset, wallet) { Times = _times });
            _wallet = null;
        }

        for (var i = 0; i < marked.Count; i++)
        {
            _facts.Add(new RiskEvent.MarkPriced(marked[i].Instrument.Id, marked[i].Price, marked[i].Price) { Times = _times });
        }

        _facts.Add(new RiskEvent.ClockTicked { Times = _times });
        _engine.StepTogether(_facts, _times, _decisions);
        _facts.Clear();
        if (_decisions.Count > 0)
        {
            CarryOut();
        }
    }

    /// <summary>The share of its size at which an opening order passes; 0 when it is refused.</summary>
    public decimal Admit(BarLeg leg, OrderSide side, decimal quantity)
    {
        var context = _engine.PreTradeContextOf(Account, leg.Instrument.Id, PositionSide.Both) with { Quantity = 0, Mark = leg.Price };
        var request = new Risk.OrderRequest { Account = Account, Instrument = leg.Instrument.Id, Side = side, Quantity = quantity, ClientOrderId = "backtest" };
        return PreTradeCheck.Refusals(request, context).Count == 0 ? context.Factor : 0;
    }

    /// <summary>Tells that a reduction was carried out.</summary>
    public void Met(BarLeg leg)
    {
        foreach (var plan in leg.Plans)
        {
            Report(plan, leg.Instrument.Id, Math.Abs(leg.Position.Quantity), "filled at the open");
        }

        leg.Plans.Clear();
    }

    private static string? BreakerFaults(BacktestSettings settings) => settings.Breakers
        .SelectMany(breaker => BreakerValidation.Validate(breaker).Select(each => $"{breaker.Name}: {each.Field}: {each.Message}"))
        .FirstOrDefault();

    private static AccountSnapshot Empty(decimal capital, DateTimeOffset at) => new()
    {
        Balance = new AccountBalance(Asset, capital, 0, capital, 0, 0, capital),
        Positions = [],
        OpenOrders = [],
        At = at,
    };

    private void Step(RiskEvent e)
    {
        _engine.Step(e, _decisions);
        CarryOut();
    }

    private void CarryOut()
    {
        foreach (var decision in _decisions)
        {
            switch (decision)
            {
                case RiskDecision.Record record:
                    Events.Add(record.Event);
                    break;
                case RiskDecision.ReduceTo reduce when Find(reduce.Instrument) is { } leg:
                    leg.Target = Math.Min(leg.Target ?? decimal.MaxValue, reduce.Target);
                    leg.Plans.Add(reduce.PlanId);
                    break;
                case RiskDecision.CancelOrders cancel:
                    Cancel(cancel);
                    break;
                case RiskDecision.SetProtection set when Find(set.Instrument) is { } leg:
                    Protect(leg, set);
                    break;
            }
        }

        _decisions.Clear();
        foreach (var leg in _legs)
        {
            DropRefused(leg);
        }
    }

    /// <summary>Entries that rest while new risk is refused are taken back, as the live worker does.</summary>
    private void DropRefused(BarLeg leg)
    {
        if (leg.Orders.Count > 0 && _engine.PreTradeContextOf(Account, leg.Instrument.Id, PositionSide.Both).Posture != Posture.Normal)
        {
            leg.End(OrderNoteKind.Cancelled, admitted => !admitted.Order.ReduceOnly);
        }
    }

    private void Protect(BarLeg leg, RiskDecision.SetProtection set)
    {
        leg.Protection = leg.Protection with { StopLoss = set.StopLoss ?? leg.Protection.StopLoss, TakeProfit = set.TakeProfit ?? leg.Protection.TakeProfit };
        Report(set.PlanId, leg.Instrument.Id, null, "set");
    }

    private void Cancel(RiskDecision.CancelOrders cancel)
    {
        foreach (var leg in _legs.Where(leg => cancel.Instrument is null || leg.Instrument.Id == cancel.Instrument))
        {
            leg.End(OrderNoteKind.Cancelled, admitted => cancel.Filter == CancelFilter.All || !admitted.Order.ReduceOnly);
        }

        Report(cancel.PlanId, cancel.Instrument, null, "cancelled");
    }

    private void Report(Guid plan, InstrumentId? instrument, decimal? remaining, string detail) => _facts.Add(
        new RiskEvent.ActionReported(new ActionReport(plan, Account, instrument, PositionSide.Both, ActionOutcome.TargetMet, remaining, detail))
        {
            Times = _times,
        });

    private BarLeg? Find(InstrumentId instrument) => _legs.FirstOrDefault(leg => leg.Instrument.Id == instrument);
}
