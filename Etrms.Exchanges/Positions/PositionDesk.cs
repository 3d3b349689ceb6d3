using System.Collections.Immutable;
using System.Diagnostics;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Positions;

/// <summary>
/// Opens, changes and closes positions in single calls, on any venue. A position that shall be protected is protected from its first fill to
/// its last: whatever step fails, it keeps at least the protection that it had, and an entry that cannot be protected is closed again.
/// </summary>
public sealed class PositionDesk(IOrderGateway gateway, TimeProvider time)
{
    /// <summary>The first attempt's numbers belong to the orders sent with the entry.</summary>
    private const int AfterEntry = 2;

    private readonly ProtectionSetting _protection = new(gateway, time);
    private readonly PositionReduction _reduction = new(gateway, time);

    /// <summary>Enters or adds; the levels are for the whole position.</summary>
    public async Task<PositionResult> OpenAsync(
        PositionTask task, PositionEntry entry, ProtectionLevels levels, CancellationToken cancellationToken)
    {
        var check = PreTradeCheck.Check(RequestOf(task, entry), task.Context);
        if (check is not PreTradeResult.Approved { Order: var order })
        {
            return Refusal(check);
        }

        var reading = await LivePosition.ReadAsync(gateway, task, cancellationToken);
        if (reading is not ExchangeOutcome<LivePosition>.Accepted { Value: var before })
        {
            return Failure(reading);
        }

        var whole = before.Quantity + (order.Side == OrderSide.Buy ? order.Quantity : -order.Quantity);
        if (ProtectionPlanner.Refusal(whole, task.Context.Mark ?? 0, levels.StopLoss, levels.TakeProfit) is var (field, message))
        {
            return new PositionResult.Refused(field, message);
        }

        var opened = await gateway.OpenProtectedAsync(order, ProtectionOf(before, whole, levels), cancellationToken);
        return opened switch
        {
            ExchangeOutcome<ProtectedEntry>.Accepted { Value.Entry.IsOpen: true } resting =>
                new PositionResult.Settled(before.Position, [resting.Value.Entry, .. resting.Value.Protection]),
            ExchangeOutcome<ProtectedEntry>.Accepted => await ConfirmAsync(before, levels, cancellationToken),
            _ => Failure(opened),
        };
    }

    /// <summary>Closes at the market; orders that could add go first, stops and targets last.</summary>
    public Task<PositionResult> CloseAsync(PositionTask task, CancellationToken cancellationToken) =>
        _reduction.RunAsync(task, target: 0, cancellationToken);

    /// <summary>Adds, reduces or keeps; then the protection covers what there is.</summary>
    /// <param name="quantity">Signed base units that shall be held; null keeps what is held.</param>
    /// <param name="levels">Null keeps the levels that rest.</param>
    public async Task<PositionResult> UpdateAsync(
        PositionTask task, decimal? quantity, ProtectionLevels? levels, CancellationToken cancellationToken)
    {
        var reading = await LivePosition.ReadAsync(gateway, task, cancellationToken);
        if (reading is not ExchangeOutcome<LivePosition>.Accepted { Value: var live })
        {
            return Failure(reading);
        }

        var target = quantity ?? live.Quantity;
        var wanted = levels ?? LevelsOf(live);
        if (live.Quantity * target < 0)
        {
            return new PositionResult.Refused("quantity", "A position is not turned over in one step: close it first.");
        }

        if (Math.Abs(target) > Math.Abs(live.Quantity))
        {
            var side = target > 0 ? OrderSide.Buy : OrderSide.Sell;
            return await OpenAsync(task, new(side, Math.Abs(target - live.Quantity)), wanted, cancellationToken);
        }

        if (target != live.Quantity && await _reduction.RunAsync(task, Math.Abs(target), cancellationToken) is not PositionResult.Settled)
        {
            return new PositionResult.Unsettled("The position could not be reduced; its protection is as before.");
        }

        return target == 0
            ? await CloseAsync(task, cancellationToken)
            : await UpdateProtectionAsync(task, wanted, cancellationToken);
    }

    /// <summary>Sets, moves or removes stop-loss and take-profit of what is held.</summary>
    public async Task<PositionResult> UpdateProtectionAsync(PositionTask task, ProtectionLevels levels, CancellationToken cancellationToken)
    {
        var reading = await LivePosition.ReadAsync(gateway, task, cancellationToken);
        return reading is not ExchangeOutcome<LivePosition>.Accepted { Value: var live } ? Failure(reading)
            : live.Position is null ? new PositionResult.Refused("", $"There is no position in {task.Instrument}.")
            : ProtectionPlanner.Refusal(live.Quantity, task.Context.Mark ?? 0, levels.StopLoss, levels.TakeProfit) is var (field, message)
                ? new PositionResult.Refused(field, message)
            : await _protection.RunAsync(task, levels, AfterEntry, cancellationToken);
    }

    /// <summary>A stop can have been released between its own taking and the entry's: then it is set again or the entry is taken back.</summary>
    private async Task<PositionResult> ConfirmAsync(LivePosition before, ProtectionLevels levels, CancellationToken cancellationToken)
    {
        var confirmed = await _protection.RunAsync(before.Task, levels, AfterEntry, cancellationToken);
        if (confirmed is not PositionResult.Refused refused || levels.StopLoss is null)
        {
            return confirmed;
        }

        var closed = await _reduction.RunAsync(before.Task, Math.Abs(before.Quantity), cancellationToken);
        return closed is PositionResult.Settled
            ? new PositionResult.Refused("stop_loss", $"{refused.Message} The entry was closed again.")
            : closed;
    }

    private static OrderRequest RequestOf(PositionTask task, PositionEntry entry) => new()
    {
        Account = task.Account,
        Instrument = task.Instrument,
        Side = entry.Side,
        PositionSide = task.Side,
        Type = entry.Price is null ? OrderType.Market : OrderType.Limit,
        Quantity = entry.Quantity,
        Price = entry.Price,
        ClientOrderId = PlanIds.ClientOrderId(task.PlanId, $"{task.Account}/{task.Instrument}/{task.Side}/entry"),
    };

    private static ImmutableArray<ApprovedOrder> ProtectionOf(LivePosition before, decimal whole, ProtectionLevels levels)
    {
        var after = (before.Position ?? new Position { Instrument = before.Task.Instrument, Side = before.Task.Side, Quantity = 0, EntryPrice = 0 })
            with
        { Quantity = whole };
        return ProtectionSetting.Plan(before with { Positions = [after], Orders = [] }, levels, attempt: 1).Send;
    }

    private static ProtectionLevels LevelsOf(LivePosition live)
    {
        var resting = live.OwnOrders.Where(ProtectionPlanner.IsProtective).ToLookup(order => ProtectionPlanner.IsStop(order.Type));
        return new(
            resting[true].Select(order => (decimal?)order.TriggerPrice).FirstOrDefault(),
            resting[false].Select(order => (decimal?)order.TriggerPrice).FirstOrDefault());
    }

    private static PositionResult.Refused Refusal(PreTradeResult result) => result is PreTradeResult.Refused refused
        ? new(FieldOf(refused.Code), refused.Message)
        : throw new UnreachableException();

    private static string FieldOf(RefusalCode code) => code switch
    {
        RefusalCode.QtyMin or RefusalCode.QtyMax or RefusalCode.NotionalMin or RefusalCode.NotionalMax
            or RefusalCode.LiqDistance or RefusalCode.WouldBreach => "quantity",
        RefusalCode.PriceCollar => "price",
        RefusalCode.UnknownSymbol => "instrument",
        RefusalCode.Halted or RefusalCode.NoNewRisk or RefusalCode.StaleData or RefusalCode.Reconciling or RefusalCode.BadOrder
            or RefusalCode.LockedOut or RefusalCode.RateLimit or RefusalCode.DuplicateIntent or RefusalCode.KeyScope => "",
    };

    private static PositionResult Failure<T>(ExchangeOutcome<T> outcome) => outcome is ExchangeOutcome<T>.Rejected { Rejection: var refused }
        ? new PositionResult.Refused("", $"The venue refused ({refused.Code}): {refused.Message}")
        : new PositionResult.Unsettled(outcome.Describe());
}
