using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>What goes wrong with one call of the gateway.</summary>
internal enum Trouble
{
    Refused,
    LostBefore,
    LostAfter,
}

/// <summary>
/// A real gateway whose calls fail as a test says, counted from the first. It watches after every call whether a position stands without a
/// stop, which is what no sequence of failures may lead to.
/// </summary>
internal sealed class ScriptedGateway(IOrderGateway venue) : IOrderGateway
{
    private int _calls;

    public int Calls => _calls;

    public Dictionary<int, Trouble> Troubles { get; } = [];

    /// <summary>Calls after which the position had less protection than it held.</summary>
    public List<string> Gaps { get; } = [];

    public bool Watches { get; set; }

    /// <summary>The contract that is watched.</summary>
    public InstrumentId Instrument { get; init; } = Some.Btc;

    /// <summary>True for a venue that takes an entry and its protection in one call.</summary>
    public bool OpensInOneCall { get; init; }

    public Task<ExchangeOutcome<Order>> SendAsync(ApprovedOrder order, CancellationToken cancellationToken) =>
        CallAsync($"send {order.Type}", () => venue.SendAsync(order, cancellationToken));

    public async Task<ExchangeOutcome<ProtectedEntry>> OpenProtectedAsync(
        ApprovedOrder entry, ImmutableArray<ApprovedOrder> protection, CancellationToken cancellationToken) =>
        OpensInOneCall
            ? await CallAsync("open", () => venue.OpenProtectedAsync(entry, protection, cancellationToken))
            : await new Exchanges.Binance.ProtectedOpening(this, TimeProvider.System).RunAsync(entry, protection, cancellationToken);

    public Task<ExchangeOutcome<Order>> ModifyAsync(Order order, decimal quantity, decimal price, CancellationToken cancellationToken) =>
        CallAsync("modify", () => venue.ModifyAsync(order, quantity, price, cancellationToken));

    public Task<ExchangeOutcome<Order>> CancelAsync(Order order, CancellationToken cancellationToken) =>
        CallAsync($"cancel {order.Type}", () => venue.CancelAsync(order, cancellationToken));

    public Task<ExchangeOutcome<int?>> CancelAllAsync(InstrumentId instrument, bool conditional, CancellationToken cancellationToken) =>
        CallAsync("cancel all", () => venue.CancelAllAsync(instrument, conditional, cancellationToken));

    public Task<ExchangeOutcome<Order?>> FindAsync(
        InstrumentId instrument, string clientOrderId, bool conditional, CancellationToken cancellationToken) =>
        venue.FindAsync(instrument, clientOrderId, conditional, cancellationToken);

    public Task<ExchangeOutcome<ImmutableArray<Position>>> ReadPositionsAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        venue.ReadPositionsAsync(instrument, cancellationToken);

    public Task<ExchangeOutcome<ImmutableArray<Order>>> ReadOpenOrdersAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        venue.ReadOpenOrdersAsync(instrument, cancellationToken);

    public Task<ExchangeOutcome<TimeSpan?>> ArmDeadManAsync(InstrumentId instrument, TimeSpan? after, CancellationToken cancellationToken) =>
        venue.ArmDeadManAsync(instrument, after, cancellationToken);

    public Task<ExchangeOutcome<int>> SetLeverageAsync(InstrumentId instrument, int leverage, CancellationToken cancellationToken) =>
        venue.SetLeverageAsync(instrument, leverage, cancellationToken);

    public Task<ExchangeOutcome<MarginMode>> SetMarginModeAsync(InstrumentId instrument, MarginMode mode, CancellationToken cancellationToken) =>
        venue.SetMarginModeAsync(instrument, mode, cancellationToken);

    public Task<ExchangeOutcome<bool>> SetHedgeModeAsync(bool isHedgeMode, CancellationToken cancellationToken) =>
        venue.SetHedgeModeAsync(isHedgeMode, cancellationToken);

    public Task<ExchangeOutcome<decimal>> AdjustIsolatedMarginAsync(
        InstrumentId instrument, PositionSide side, decimal amount, CancellationToken cancellationToken) =>
        venue.AdjustIsolatedMarginAsync(instrument, side, amount, cancellationToken);

    private async Task<ExchangeOutcome<T>> CallAsync<T>(string what, Func<Task<ExchangeOutcome<T>>> call)
    {
        var number = ++_calls;
        var outcome = Troubles.GetValueOrDefault(number, (Trouble)(-1)) switch
        {
            Trouble.Refused => new ExchangeOutcome<T>.Rejected(new(-1, "Refused by the test.", RejectionClass.Fixable)),
            Trouble.LostBefore => new ExchangeOutcome<T>.Unknown("Lost by the test before it arrived."),
            Trouble.LostAfter => await LoseAsync(call),
            _ => await call(),
        };
        await WatchAsync($"{number}: {what}");
        return outcome;
    }

    private static async Task<ExchangeOutcome<T>> LoseAsync<T>(Func<Task<ExchangeOutcome<T>>> call)
    {
        await call();
        return new ExchangeOutcome<T>.Unknown("The answer was lost by the test.");
    }

    private async Task WatchAsync(string call)
    {
        if (!Watches)
        {
            return;
        }

        var held = Value(await venue.ReadPositionsAsync(Instrument, CancellationToken.None)).Sum(position => Math.Abs(position.Quantity));
        var stops = Value(await venue.ReadOpenOrdersAsync(Instrument, CancellationToken.None))
            .Where(order => order is { Type: OrderType.StopMarket, IsReducing: true }).Sum(order => order.Quantity);
        if (stops < held)
        {
            Gaps.Add($"{call}: {held} held, {stops} protected");
        }
    }

    private static T Value<T>(ExchangeOutcome<T> outcome) => Assert.IsType<ExchangeOutcome<T>.Accepted>(outcome).Value;
}
