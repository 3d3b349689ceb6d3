using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>Drives a risk engine as a venue and a trader would, one fact at a time, on a clock of its own.</summary>
internal sealed class Desk
{
    public static readonly AccountId Account = new(new Guid("00000000-0000-0000-0000-0000000000a1"));
    public static readonly DateTimeOffset Start = new(2025, 6, 12, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<(InstrumentId, PositionSide), Position> _positions = [];
    private readonly Dictionary<InstrumentId, decimal> _marks = [];
    private long _seq;
    private int _ids;

    public Desk(RiskSettings? settings = null, RiskEngineState? state = null, bool isPaper = true)
    {
        Settings = settings ?? RiskSettings.Default;
        Engine = new RiskEngine(Settings, state);
        if (state is null)
        {
            LoadRules();
            Post(new RiskEvent.AccountAdded(Account, Exchange.Binance, "main", isPaper) { Times = Times });
        }
    }

    public RiskSettings Settings { get; }

    public RiskEngine Engine { get; private set; }

    public DateTimeOffset Now { get; private set; } = Start;

    public decimal Wallet { get; set; } = 10_000;

    /// <summary>How often every private message arrives.</summary>
    public int Repeats { get; set; } = 1;

    /// <summary>True repeats every input under its own number, as a journal does that is read twice.</summary>
    public bool IsReplayed { get; set; }

    /// <summary>Everything decided since the last <see cref="Forget"/>.</summary>
    public List<RiskDecision> Decisions { get; } = [];

    public IReadOnlyList<BreakerEvent> Events => [.. Decisions.OfType<RiskDecision.Record>().Select(record => record.Event)];

    public IReadOnlyList<RiskDecision.ReduceTo> Reductions => [.. Decisions.OfType<RiskDecision.ReduceTo>()];

    public IReadOnlyList<Alert> Alerts => [.. Decisions.OfType<RiskDecision.RaiseAlert>().Select(alert => alert.Alert)];

    public RiskSnapshot Snapshot => Engine.Snapshot();

    public EventTimes Times => new(Now, Now, Now);

    public BreakerSnapshot Breaker(CircuitBreaker breaker) => Snapshot.Breakers.Single(known => known.Breaker.Id == breaker.Id);

    public Desk Post(RiskEvent e)
    {
        for (var i = 0; i < Repeats; i++)
        {
            Engine.Step(e with { Seq = ++_seq }, Decisions);
            if (IsReplayed)
            {
                Engine.Step(e with { Seq = _seq }, Decisions);
            }
        }

        return this;
    }

    /// <summary>The trading rules, as every worker reads them when it begins.</summary>
    public Desk LoadRules() =>
        Post(new RiskEvent.InstrumentsLoaded([Some.Instrument("BTCUSDT"), Some.Instrument("ETHUSDT"), Some.Instrument("SOLUSDT")]) { Times = Times });

    public Desk Forget()
    {
        Decisions.Clear();
        return this;
    }

    public Desk Wait(TimeSpan time)
    {
        Now += time;
        return Post(new RiskEvent.ClockTicked { Times = Times });
    }

    /// <summary>Time goes by without a word.</summary>
    public Desk Pass(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    /// <summary>Time goes by with a mark and a reading often enough that nothing grows stale.</summary>
    public Desk Live(TimeSpan time, string symbol, decimal price, params Order[] orders)
    {
        for (var end = Now + time; Now < end;)
        {
            Mark(symbol, price, Math.Min(4, (end - Now).TotalSeconds)).Read(orders).Wait(0);
        }

        return this;
    }

    public Desk Wait(double seconds) => Wait(TimeSpan.FromSeconds(seconds));

    /// <summary>Opens or changes a position as the stream reports it, with a full reading first when there was none.</summary>
    public Desk Hold(string symbol, decimal quantity, decimal entry, PositionSide side = PositionSide.Both)
    {
        var position = new Position
        {
            Instrument = Some.Id(symbol),
            Side = side,
            Quantity = quantity,
            EntryPrice = entry,
            Leverage = 10,
            UpdatedAt = Now,
        };
        _positions[(position.Instrument, side)] = position;
        return Post(new RiskEvent.PositionChanged(Account, position) { Times = Times });
    }

    public Desk Mark(string symbol, decimal price, double afterSeconds = 0.5)
    {
        Now += TimeSpan.FromSeconds(afterSeconds);
        _marks[Some.Id(symbol)] = price;
        return Post(new RiskEvent.MarkPriced(Some.Id(symbol), price, 0) { Times = Times });
    }

    /// <summary>The closed hours before now, with these closes.</summary>
    public Desk Past(string symbol, params decimal[] closes) => Past(Some.Id(symbol), closes);

    public Desk Past(InstrumentId instrument, params decimal[] closes) =>
        Post(new RiskEvent.HistoryLoaded(instrument, Some.Hours(Now, closes)) { Times = Times });

    /// <summary>A mark that tells the funding to come.</summary>
    public Desk Foretell(string symbol, decimal price, decimal rate, DateTimeOffset nextAt)
    {
        Now += TimeSpan.FromSeconds(0.5);
        return Post(new RiskEvent.MarkPriced(Some.Id(symbol), price, 0) { Times = Times, FundingRate = rate, NextFundingAt = nextAt });
    }

    /// <summary>The stream tells of an order.</summary>
    public Desk Hear(Order order) => Post(new RiskEvent.OrderChanged(Account, order with { UpdatedAt = Now }) { Times = Times });

    public Desk Stream(bool isAlive) =>
        Post(new RiskEvent.FeedChanged(Account, Exchange.Binance, FeedKind.UserStream, isAlive) { Times = Times });

    public Desk Marks(string symbol, params decimal[] prices)
    {
        foreach (var price in prices)
        {
            Mark(symbol, price);
        }

        return this;
    }

    /// <summary>A full reading of the account as it stands.</summary>
    public Desk Read(params Order[] orders) => Post(new RiskEvent.AccountSnapshotTaken(Account, SnapshotOf(_positions.Values, orders)) { Times = Times });

    public Desk ReadEmpty() => Post(new RiskEvent.AccountSnapshotTaken(Account, SnapshotOf([], [])) { Times = Times });

    public Desk Fill(
        string symbol, decimal signedQuantity, decimal price, decimal realized = 0, decimal fee = 0, string? id = null,
        PositionSide side = PositionSide.Both)
    {
        var fill = new Fill(
            id ?? $"t{++_ids}", "o1", "c1", Some.Id(symbol), signedQuantity > 0 ? OrderSide.Buy : OrderSide.Sell, side, price,
            Math.Abs(signedQuantity), fee, "USDT", realized, false, Now);
        return Post(new RiskEvent.Filled(Account, fill) { Times = Times });
    }

    /// <summary>One round trip that ends with this net result, wallet and fills in step.</summary>
    public Desk Trade(decimal result, string symbol = "SOLUSDT")
    {
        Now += TimeSpan.FromSeconds(1);
        Fill(symbol, 1, 100);
        Fill(symbol, -1, 100 + result, result);
        return Balance(Wallet + result);
    }

    public Desk Balance(decimal wallet)
    {
        Wallet = wallet;
        return Post(new RiskEvent.BalanceChanged(Account, "USDT", wallet) { Times = Times });
    }

    public Desk Book(LedgerKind kind, decimal amount, string? id = null, string? symbol = null)
    {
        var entry = new LedgerEntry(id ?? $"l{++_ids}", kind, symbol is null ? null : Some.Id(symbol), "USDT", amount, Now);
        return Post(new RiskEvent.LedgerBooked(Account, entry) { Times = Times });
    }

    public Desk Transfer(decimal amount)
    {
        Balance(Wallet + amount);
        return Book(LedgerKind.Transfer, amount);
    }

    public Desk Configure(params CircuitBreaker[] breakers) => Post(new RiskEvent.BreakersChanged([.. breakers]) { Times = Times });

    /// <summary>A version of the settings is configured.</summary>
    public Desk Settle(RiskSettings settings, int version) => Post(new RiskEvent.SettingsChanged(settings, version) { Times = Times });

    public Desk Command(OperatorCommand command) => Post(new RiskEvent.Commanded(command) { Times = Times });

    public Desk Report(RiskDecision.ReduceTo plan, ActionOutcome outcome, decimal? remaining = 0)
    {
        var report = new ActionReport(plan.PlanId, plan.Account, plan.Instrument, plan.Side, outcome, remaining, outcome.ToString());
        return Post(new RiskEvent.ActionReported(report) { Times = Times });
    }

    /// <summary>The executor brings every open reduction to its target; the position changes with it.</summary>
    public Desk Execute()
    {
        foreach (var plan in Reductions.DistinctBy(plan => (plan.PlanId, plan.Instrument, plan.Side)).ToList())
        {
            if (_positions.TryGetValue((plan.Instrument, plan.Side), out var position) && Math.Abs(position.Quantity) > plan.Target)
            {
                Hold(plan.Instrument.Symbol, Math.Sign(position.Quantity) * plan.Target, position.EntryPrice, plan.Side);
            }

            Report(plan, ActionOutcome.TargetMet, plan.Target);
        }

        return this;
    }

    /// <summary>Stops the engine and goes on with one made from its stored state.</summary>
    public Desk Restart()
    {
        Engine = new RiskEngine(Settings, Engine.CaptureState());
        return this;
    }

    /// <summary>Goes on in the middle of the run with an engine made from its state, as a replay does.</summary>
    public Desk Continue()
    {
        Engine = RiskEngine.Continue(Settings, Engine.CaptureState());
        return this;
    }

    /// <summary>What a breaker did, in the order in which it did.</summary>
    public IReadOnlyList<BreakerEventKind> Told(CircuitBreaker breaker) => [.. Events.Where(e => e.BreakerId == breaker.Id).Select(e => e.Kind)];

    public string? Answer(Guid command) => Decisions.OfType<RiskDecision.AnswerCommand>().Last(answer => answer.CommandId == command).Refusal;

    private AccountSnapshot SnapshotOf(IEnumerable<Position> positions, Order[] orders)
    {
        var open = positions.Where(position => position.Quantity != 0).ToImmutableArray();
        var unrealized = open.Sum(position => position.Quantity * (_marks.GetValueOrDefault(position.Instrument, position.EntryPrice) - position.EntryPrice));
        return new AccountSnapshot
        {
            Balance = new AccountBalance("USDT", Wallet, unrealized, Wallet + unrealized, 0, 0, Wallet),
            Positions = open,
            OpenOrders = [.. orders],
            At = Now,
        };
    }
}
