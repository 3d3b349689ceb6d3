using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Venue.Binance;
using Etrms.Venue.Hyperliquid.Limits;
using Etrms.Venue.Hyperliquid.Wire;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Hyperliquid.Actions;

/// <summary>Takes orders back: at once, or later unless it is put off.</summary>
internal sealed class CancelActions(CoinListing coins, CancelSchedule schedule, AddressBudgets budgets, ServerClock clock, IOptions<HyperliquidOptions> options)
{
    private static readonly TimeSpan LeastAhead = TimeSpan.FromSeconds(5);

    public void AddTo(ActionTable table)
    {
        table.AddOrders("cancel", call => CancelAll(call, cancel => (cancel.Whole("a"), new OrderReference(cancel.Whole("o"), null))), "cancels", isCancel: true);
        table.AddOrders("cancelByCloid", call => CancelAll(call, cancel => (cancel.Whole("asset"), new OrderReference(null, cancel.Cloid("cloid")))), "cancels", isCancel: true);
        table.Add("scheduleCancel", Schedule);
        table.Add("reserveRequestWeight", Reserve);
    }

    private ActionAnswer CancelAll(ActionCall call, Func<JsonElement, (long Asset, OrderReference Order)> read)
    {
        var sparesTriggers = call.Action.FindTruth("f");
        var wanted = call.Action.Items("cancels").Select(read).ToList();
        return ActionAnswer.Statuses("cancel", [.. wanted.Select(cancel => Cancel(call, cancel.Asset, cancel.Order, sparesTriggers))]);
    }

    private ItemStatus Cancel(ActionCall call, long asset, OrderReference order, bool sparesTriggers)
    {
        var exchange = call.Desk.Hyperliquid;
        if (!coins.TryFind(asset, out var coin))
        {
            return ItemStatus.Error(OrderErrors.NoSuchAsset(asset));
        }

        var isGone = !exchange.Cancel(call.Account, coin.Id, order, call.At).IsAccepted;
        if (isGone && !sparesTriggers && exchange.FindConditional(call.Account, order) is { } trigger && trigger.Instrument == coin.Id)
        {
            isGone = !exchange.CancelConditional(call.Account, order, call.At).IsAccepted;
        }

        return isGone ? ItemStatus.Error(OrderErrors.GoneOf(asset)) : ItemStatus.Word("success");
    }

    /// <summary>By the wall clock; without a time the switch is taken off.</summary>
    private ActionAnswer Schedule(ActionCall call)
    {
        if (call.Action.FindInstant("time") is not { } due)
        {
            schedule.Clear(call.Account);
            return ActionAnswer.Done;
        }

        if (due < clock.Now + LeastAhead)
        {
            return ActionAnswer.Refuse("Scheduled cancel time too early, must be at least 5 seconds from now.");
        }

        var traded = budgets.Read(call.Account, call.Desk).Volume;
        if (traded < options.Value.ScheduleCancelVolume)
        {
            return ActionAnswer.Refuse(
                $"Cannot set scheduled cancel time until enough volume traded. Required: ${options.Value.ScheduleCancelVolume}. Traded: ${traded}.");
        }

        return schedule.TrySet(call.Account, due) ? ActionAnswer.Done : ActionAnswer.Refuse("Too many scheduled cancels triggered today.");
    }

    private ActionAnswer Reserve(ActionCall call)
    {
        budgets.Reserve(call.Account, call.Action.Whole("weight"));
        return ActionAnswer.Done;
    }
}
