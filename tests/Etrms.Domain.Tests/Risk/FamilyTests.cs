using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>Closed families: a case that is added must be handled, or one of these fails.</summary>
public sealed class FamilyTests
{
    private static readonly EventTimes Times = new(Desk.Start, Desk.Start, Desk.Start);

    private static readonly Position Held = new() { Instrument = Some.Id("BTCUSDT"), Quantity = 1, EntryPrice = 100 };

    private static readonly Order Resting = new()
    {
        OrderId = "1",
        ClientOrderId = "1",
        Instrument = Some.Id("BTCUSDT"),
        Side = OrderSide.Buy,
        Type = OrderType.Limit,
        Status = OrderStatus.New,
        Quantity = 1,
    };

    private static readonly Fill Trade =
        new("1", "1", "1", Some.Id("BTCUSDT"), OrderSide.Buy, PositionSide.Both, 100, 1, 0, "USDT", 0, true, Desk.Start);

    private static readonly RiskEvent[] Events =
    [
        new RiskEvent.MarkPriced(Some.Id("BTCUSDT"), 100, 100) { Times = Times },
        new RiskEvent.BookTopChanged(Some.Id("BTCUSDT"), 99, 1, 101, 1) { Times = Times },
        new RiskEvent.HistoryLoaded(Some.Id("BTCUSDT"), Some.Hours(Desk.Start, 100_000, 101_000)) { Times = Times },
        new RiskEvent.MarketAssessed(Some.Id("BTCUSDT"), MarketAssessment.Unknown) { Times = Times },
        new RiskEvent.CollateralPriced(Exchange.Binance, "USDT", 0.999m) { Times = Times },
        new RiskEvent.DepthChanged(Some.Id("BTCUSDT"), BookDepth.Of([new(99, 1)]), null) { Times = Times },
        new RiskEvent.InstrumentsLoaded([Some.Instrument("BTCUSDT")]) { Times = Times },
        new RiskEvent.AccountAdded(Desk.Account, Exchange.Binance, "main", true) { Times = Times },
        new RiskEvent.AccountSnapshotTaken(Desk.Account, Snapshot()) { Times = Times },
        new RiskEvent.BalanceChanged(Desk.Account, "USDT", 100) { Times = Times },
        new RiskEvent.PositionChanged(Desk.Account, Held) { Times = Times },
        new RiskEvent.OrderChanged(Desk.Account, Resting) { Times = Times },
        new RiskEvent.Filled(Desk.Account, Trade) { Times = Times },
        new RiskEvent.PricesMissed([new(Desk.Account, Desk.Start)], [new(Some.Id("BTCUSDT"), Some.Hours(Desk.Start, 100_000, 101_000))]) { Times = Times },
        new RiskEvent.LedgerBooked(Desk.Account, new("1", LedgerKind.Other, null, "USDT", 1, Desk.Start)) { Times = Times },
        new RiskEvent.FeedChanged(Desk.Account, Exchange.Binance, FeedKind.UserStream, true) { Times = Times },
        new RiskEvent.BreakersChanged([Some.Drawdown(0.1m)]) { Times = Times },
        new RiskEvent.SettingsChanged(RiskSettings.Default, 1) { Times = Times },
        new RiskEvent.Commanded(new OperatorCommand.LiftPause { Id = Guid.NewGuid(), Operator = "ann" }) { Times = Times },
        new RiskEvent.ActionReported(new(Guid.NewGuid(), Desk.Account, null, PositionSide.Both, ActionOutcome.Sent, null, "")) { Times = Times },
        new RiskEvent.WorkerTroubled("database", "PostgreSQL does not answer.") { Times = Times },
        new RiskEvent.ClockTicked { Times = Times },
        new RiskEvent.AccountRemoved(Desk.Account) { Times = Times },
    ];

    private static readonly OperatorCommand[] Commands =
    [
        new OperatorCommand.Close(Desk.Account, null, PositionSide.Both) { Id = Guid.NewGuid(), Operator = "ann" },
        new OperatorCommand.Reduce(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both, 1) { Id = Guid.NewGuid(), Operator = "ann" },
        new OperatorCommand.Protect(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both, 1, 2) { Id = Guid.NewGuid(), Operator = "ann" },
        new OperatorCommand.CancelOrders(null, null, CancelFilter.All) { Id = Guid.NewGuid(), Operator = "ann" },
        new OperatorCommand.Pause(Scope.Global, PauseMode.ReduceOnly) { Id = Guid.NewGuid(), Operator = "ann" },
        new OperatorCommand.LiftPause { Id = Guid.NewGuid(), Operator = "ann" },
        new OperatorCommand.ResumeBreaker(Guid.NewGuid(), RebaseMode.Rebase, null) { Id = Guid.NewGuid(), Operator = "ann" },
        new OperatorCommand.PressButton(Guid.NewGuid()) { Id = Guid.NewGuid(), Operator = "ann" },
        new OperatorCommand.AcceptBalance(Desk.Account) { Id = Guid.NewGuid(), Operator = "ann" },
    ];

    [Fact]
    public void Every_kind_of_event_is_taken_in()
    {
        var engine = new RiskEngine(RiskSettings.Default);
        var decisions = new List<RiskDecision>();

        foreach (var e in Events)
        {
            engine.Step(e, decisions);
        }

        Assert.Equal(CasesOf(typeof(RiskEvent)), Events.Select(e => e.GetType().Name).Order());
        Assert.Empty(engine.Snapshot().Accounts);
    }

    [Fact]
    public void Every_kind_of_command_is_answered()
    {
        var desk = new Desk().Read();

        foreach (var command in Commands)
        {
            desk.Command(command);
        }

        Assert.Equal(CasesOf(typeof(OperatorCommand)), Commands.Select(command => command.GetType().Name).Order());
        Assert.Equal(Commands.Select(command => command.Id), desk.Decisions.OfType<RiskDecision.AnswerCommand>().Select(answer => answer.CommandId));
    }

    [Fact]
    public void Every_kind_of_action_is_described_and_compared()
    {
        foreach (var kind in Enum.GetValues<BreakerActionKind>())
        {
            var breaker = Some.Drawdown(0.1m, kind);

            Assert.NotEmpty(BreakerSentence.Describe(breaker.Stages[0].Actions[0], breaker));
            Assert.Equal(BreakerChange.Looser, BreakerComparison.Compare(breaker, breaker with { Threshold = 0.2m }));
        }
    }

    private static IEnumerable<string> CasesOf(Type family) => family.GetNestedTypes().Where(family.IsAssignableFrom).Select(type => type.Name).Order();

    private static AccountSnapshot Snapshot() =>
        new() { Balance = new AccountBalance("USDT", 100, 0, 100, 0, 0, 100), Positions = [Held], OpenOrders = [Resting] };
}
