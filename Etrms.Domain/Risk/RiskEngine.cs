using System.Collections.Immutable;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Configuration;
using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>
/// Folds facts into the risk state of an account set and answers with decisions. One thread, no clock, no I/O; state changes in place
/// and a price tick allocates nothing. The same inputs give the same decisions, live, in a backtest and over a recorded session.
/// </summary>
public sealed partial class RiskEngine
{
    private readonly RiskBooks _books;
    private readonly AccountIntake _accounts;
    private readonly PostureBoard _postures = new();
    private readonly BreakerBoard _board;
    private readonly BoardContext _context;
    private readonly OperatorDesk _desk;
    private readonly OpenPlans _plans;
    private readonly FeedGuard _guard;
    private readonly ForcedClosings _forced;
    private readonly EquityCurve _curve;
    private readonly OrderGate _gate;
    private readonly SettingsDesk _settings;
    private long _seq;

    /// <summary>A fresh engine, or one that goes on from a captured state.</summary>
    /// <param name="settings">Ages and bounds.</param>
    /// <param name="state">Where to go on from.</param>
    /// <param name="isShown">False when nobody takes snapshots, as in a backtest: what no breaker needs is then not measured.</param>
    public RiskEngine(RiskSettings settings, RiskEngineState? state = null, bool isShown = true)
    {
        _books = new RiskBooks(settings, isShown);
        _board = new BreakerBoard(_books);
        _desk = new OperatorDesk(_books, _board);
        _plans = new OpenPlans(_board, _desk);
        _context = new BoardContext(_books, _postures) { TargetOf = _plans.TargetOf };
        _guard = new FeedGuard(_books);
        _forced = new ForcedClosings(_books);
        _curve = new EquityCurve(_books);
        _gate = new OrderGate(_books, _postures);
        _settings = new SettingsDesk(_books, _board);
        _accounts = new AccountIntake(_books, _board, _desk, _plans);
        if (state is not null)
        {
            Restore(state);
        }
    }

    /// <summary>The settings in force; never looser than those configured.</summary>
    public RiskSettings Settings => _books.Settings;

    /// <summary>Trades that the last step ended.</summary>
    public IReadOnlyList<ClosedTrade> ClosedTrades => _books.Closed;

    /// <summary>
    /// Goes on in the middle of the run that captured the state, as a replay does. A new run begins with the constructor: it leaves the troubles of
    /// the former worker behind, and counts silence from its own start.
    /// </summary>
    public static RiskEngine Continue(RiskSettings settings, RiskEngineState state)
    {
        var engine = new RiskEngine(settings, state);
        engine._books.GoOnSince(state.RunningSince);
        foreach (var claim in state.Claims)
        {
            engine._postures.Put(claim);
        }

        return engine;
    }

    /// <summary>
    /// Takes in one fact; decisions are appended in the order in which they are to be carried out. An input that was taken in before under its
    /// number changes nothing; one without a number is always new.
    /// </summary>
    public void Step(RiskEvent e, ICollection<RiskDecision> decisions)
    {
        if (e.Seq != 0 && e.Seq <= _seq)
        {
            return;
        }

        Begin(e.Times, e is RiskEvent.MarkPriced, decisions);
        _context.IsPrice = e is RiskEvent.MarkPriced;
        _seq = Math.Max(_seq, e.Seq);
        if (Fold(e))
        {
            Judge(Moves(e), e is RiskEvent.ClockTicked);
        }
    }

    /// <summary>
    /// Takes in what happened at one instant and judges it once, so that no state between two of the facts is seen: a candle tells its fills
    /// and its close together.
    /// </summary>
    /// <param name="facts">Without numbers of their own, in order.</param>
    /// <param name="times">The instant.</param>
    /// <param name="decisions">Appended to as by <see cref="Step"/>.</param>
    public void StepTogether(IReadOnlyList<RiskEvent> facts, in EventTimes times, ICollection<RiskDecision> decisions)
    {
        Begin(times, isPrice: true, decisions);
        _books.NoteFact();
        _context.IsPrice = false;
        var (isSeen, isSample, moves, isTick) = (false, false, false, false);
        for (var i = 0; i < facts.Count; i++)
        {
            isSeen |= Fold(facts[i]);
            isSample |= _context.IsSample;
            moves |= Moves(facts[i]);
            isTick |= facts[i] is RiskEvent.ClockTicked;
        }

        if (isSeen)
        {
            _context.IsSample = isSample;
            Judge(moves, isTick);
        }
    }

    /// <summary>Repeats the decisions of plans that were under way when the state was captured.</summary>
    public void ResumePlans(ICollection<RiskDecision> decisions)
    {
        _context.Decisions = decisions;
        _plans.Repeat(_context);
    }

    /// <summary>Everything that a restarted engine needs; an immutable copy.</summary>
    public RiskEngineState CaptureState() => new()
    {
        Seq = _seq,
        EventSeq = _context.EventSeq,
        EventHash = _context.EventHash,
        Settings = _settings.Capture(),
        Books = _books.Capture(),
        Breakers = _board.Capture(),
        Claims = _postures.Claims,
        OperatorPlans = _desk.CapturePlans(),
        Commands = _desk.CaptureAnswers(),
        EquityCurve = _curve.Capture(),
        RunningSince = EngineClock.At(_books.RunningSince),
        StandingAlerts = _guard.Standing,
    };

    /// <summary>What the engine knows now; an immutable copy.</summary>
    public RiskSnapshot Snapshot()
    {
        _books.RefreshAll();
        var breakers = BreakerSnapshots.Of(_board);
        return new RiskSnapshot
        {
            AsOf = _books.Clock.Newest with { MarketAt = _books.Clock.Market },
            Seq = _seq,
            Book = BookMeasures.Of(_books, breakers),
            Measures = RiskMeasuresOf.Book(_books),
            Accounts = [.. _books.Accounts.Select(account => AccountMeasures.Of(account, _books))],
            Positions = [.. _books.Accounts.SelectMany(account => account.Positions).Select(position => PositionMeasures.Of(position, _books, _plans.TargetOf(position.Key)))],
            OpenOrders = AccountMeasures.OrdersOf(_books),
            IsComplete = _books.Accounts.All(account => account is { IsRead: true, DoubtfulSince: 0 }),
            Breakers = breakers,
            EquityCurve = _curve.Capture(),
            Posture = _postures.Highest,
            Claims = _postures.Claims,
            TradingDay = _books.Day.Rule.ToString(),
            Settings = _settings.Snapshot(),
            RejectedInputs = _books.RejectedInputs,
        };
    }

    /// <summary>The rule of a breaker as it is in force; null when there is none of that id.</summary>
    public CircuitBreaker? FindBreaker(Guid id) => _board.Find(id)?.Breaker;

    /// <summary>What every breaker says about the present state; nothing is done.</summary>
    public ImmutableArray<BreakerEvaluation> EvaluateBreakers()
    {
        _books.RefreshAll();
        return [.. _board.Watches.Select(BreakerSnapshots.Evaluate)];
    }

    /// <summary>Contracts whose book a breaker wants to know: those held in its scope.</summary>
    public ImmutableArray<InstrumentId> ContractsInDepth() =>
        [.. _board.Watches.Where(watch => watch.Meter.NeedsDepth).SelectMany(watch => watch.Scope.Positions).Select(position => position.Contract.Id).Distinct().Order()];

    /// <summary>Contracts in which an account holds something.</summary>
    public ImmutableArray<InstrumentId> ContractsHeld() =>
        [.. _books.Accounts.SelectMany(account => account.Positions).Select(position => position.Contract.Id).Distinct().Order()];

    /// <summary>How much of the configured limits the market analysis leaves in a contract.</summary>
    public MarketAdvice MarketAdviceOn(InstrumentId instrument) =>
        _books.FindContract(instrument)?.AdviceWithin(_books.Settings) ?? MarketAdvice.None;

    /// <summary>What <see cref="PreTradeCheck"/> needs to judge an order.</summary>
    public PreTradeContext PreTradeContextOf(AccountId account, InstrumentId instrument, PositionSide side) =>
        _gate.ContextOf(account, instrument, side);

    /// <summary>What <see cref="PreTradeCheck"/> needs to judge one order, with what it would lead to.</summary>
    public PreTradeContext PreTradeContextOf(OrderRequest request) => _gate.ContextOf(request, (order, mark) => Preview(order, mark));

    /// <summary>All that the gate has to say to an order, with what it would lead to; nothing is changed.</summary>
    /// <param name="request">The order.</param>
    /// <param name="keyRefusal">Why the account's key may not send it; null when it may.</param>
    /// <param name="move">Fraction by which the contract's price moves afterwards; null for none.</param>
    /// <param name="stop">Where the stop of what it opens is to stand; null when none is planned.</param>
    public OrderJudgement Judge(OrderRequest request, string? keyRefusal = null, decimal? move = null, decimal? stop = null) =>
        _gate.Judge(request, keyRefusal, stop, (order, mark) => Preview(order, mark, move));

    /// <summary>What the book and its breakers would be after an order; nothing is changed.</summary>
    /// <param name="request">The order.</param>
    /// <param name="mark">Price at which it fills unless its own is worse.</param>
    /// <param name="move">Fraction by which the contract's price moves afterwards; null for none.</param>
    public OrderPreview Preview(OrderRequest request, decimal mark, decimal? move = null)
    {
        var fork = Continue(_books.Settings, CaptureState());
        var decisions = new List<RiskDecision>();
        foreach (var e in WhatIf.EventsOf(request, mark, _books.Account(request.Account)?.Find(request.Instrument, request.PositionSide)?.Report, _books.Clock.Newest))
        {
            fork.Step(e, decisions);
        }

        _books.RefreshAll();
        var before = _board.Watches.ToDictionary(watch => watch.Breaker.Id, WhatIf.ActingStage);
        var preview = new OrderPreview(
            Snapshot(), fork.Snapshot(),
            [.. fork._board.Watches.Where(watch => WhatIf.ActingStage(watch) > before.GetValueOrDefault(watch.Breaker.Id)).Select(watch => watch.Breaker.Name)])
        {
            Account = request.Account,
            Instrument = request.Instrument,
            Side = request.PositionSide,
        };
        if (move is not { } fraction)
        {
            return preview;
        }

        fork.Step(WhatIf.MoveOf(request.Instrument, mark, fraction, _books.Clock.Newest), decisions);
        return preview with { AfterMove = fork.Snapshot() };
    }

    /// <summary>True when what is measured with the clock and after fills is measured anew.</summary>
    private static bool Moves(RiskEvent e) => e is RiskEvent.ClockTicked or RiskEvent.Filled or RiskEvent.PositionChanged
        or RiskEvent.AccountSnapshotTaken or RiskEvent.AccountRemoved or RiskEvent.HistoryLoaded or RiskEvent.BreakersChanged;

    private void Begin(in EventTimes times, bool isPrice, ICollection<RiskDecision> decisions)
    {
        _context.Decisions = decisions;
        _context.IsSample = false;
        _books.BeginStep(times, isPrice);
        if (_postures.HasEnds)
        {
            EndClaims();
        }

        StartDay();
    }

    private void Judge(bool moves, bool isTick)
    {
        _board.OnTrades(_books.Closed, _books.Opened);
        _books.RefreshAll();
        if (moves)
        {
            _books.RefreshMeasures(isTick);
        }

        _board.Evaluate(_context);
        AddEquityPoint();
    }

    /// <summary>Pauses and locks whose time has come.</summary>
    private void EndClaims()
    {
        foreach (var claim in _postures.Expire(_books.Clock))
        {
            _context.Alert(
                $"ended/{claim.Owner}/{claim.Until:O}", AlertSeverity.Info, claim.IsLocked ? "A lock is over" : "A pause is over",
                $"New risk is allowed again as far as it goes: {claim.Reason}.");
        }
    }

    private void StartDay()
    {
        if (_books.TryStartDay(out var isNewWeek, out var isNewMonth))
        {
            _board.OnDayStarted(isNewWeek, isNewMonth, _context);
            _settings.OnDayStarted();
        }
    }

    private void AddEquityPoint()
    {
        var book = _books.Global;
        if (book.Reason is null && _curve.IsDue(_books.Clock.MarketNow))
        {
            _curve.Add(_books.Clock.MarketNow, book.Equity, book.Series.Drawdown(book.Equity), book.Series.ValuePerUnit(book.Equity));
        }
    }

    private void Restore(RiskEngineState state)
    {
        _seq = state.Seq;
        (_context.EventSeq, _context.EventHash) = (state.EventSeq, state.EventSeq == 0 ? EventChain.Origin : state.EventHash);
        if (state.Settings is { } settings)
        {
            _settings.Restore(settings);
        }

        _books.Restore(state.Books);
        _board.Restore(state.Breakers);
        _desk.Restore(state.OperatorPlans, state.Commands);
        _curve.Restore(state.EquityCurve);
        _guard.Restore(state.StandingAlerts);

        // The troubles of a former worker are not ours; what still troubles this one it says itself.
        foreach (var claim in state.Claims.Where(claim => !WorkerTroubles.Claims(claim)))
        {
            _postures.Put(claim);
        }
    }
}
