using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>Folds facts into the risk state of an account set and answers with decisions. One thread; no clock, no I/O.</summary>
public sealed class RiskEngine
{
    private readonly RiskSettings _settings;
    private RiskEngineState _state;
    private EventTimes _asOf;

    public RiskEngine(RiskSettings settings, RiskEngineState? state = null)
    {
        _settings = settings;
        _state = state ?? new RiskEngineState();
    }

    /// <summary>Takes in one fact; decisions are appended in the order in which they are to be carried out.</summary>
    public void Step(RiskEvent e, ICollection<RiskDecision> decisions)
    {
        _state = _state with { Seq = Math.Max(_state.Seq, e.Seq) };
        _asOf = e.Times;
    }

    /// <summary>Repeats the decisions of plans that were under way when the state was captured.</summary>
    public void ResumePlans(ICollection<RiskDecision> decisions)
    {
    }

    public RiskEngineState CaptureState() => _state;

    public RiskSnapshot Snapshot() => new()
    {
        AsOf = _asOf,
        Seq = _state.Seq,
        Book = new BookMetrics(),
        Accounts = [],
        Positions = [],
        OpenOrders = [],
        IsComplete = false,
        Breakers = [],
        EquityCurve = [],
        Posture = Posture.Normal,
        Claims = [],
        TradingDay = $"{_settings.TradingDayStart:HH\\:mm} {_settings.TradingDayZone}",
        RejectedInputs = 0,
    };

    /// <summary>What every breaker says about the present state; nothing is done.</summary>
    public ImmutableArray<BreakerEvaluation> EvaluateBreakers() => [];

    /// <summary>What <see cref="PreTradeCheck"/> needs to judge an order.</summary>
    public PreTradeContext PreTradeContextOf(AccountId account, InstrumentId instrument, PositionSide side) =>
        new(null, null, null, Posture.Normal, null);
}
