using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using Etrms.Venue.Hyperliquid.Wallets;
using Etrms.Venue.Hyperliquid.Wire;

namespace Etrms.Venue.Hyperliquid.Actions;

/// <summary>Places and changes orders.</summary>
internal sealed class OrderActions(CoinListing coins)
{
    public void AddTo(ActionTable table)
    {
        table.AddOrders("order", Place, "orders");
        table.AddOrders("modify", Modify, items: null);
        table.AddOrders("batchModify", ModifyAll, "modifies");
    }

    private ActionAnswer Place(ActionCall call)
    {
        var forms = call.Action.Items("orders").Select(order => OrderForm.Read(order, coins)).ToList();
        var grouping = call.Action.Text("grouping");
        if (grouping is not ("na" or "normalTpsl" or "positionTpsl"))
        {
            throw MalformedException.Body;
        }

        if (FindBeforehand(call, forms, grouping) is { } refusal)
        {
            return ActionAnswer.Statuses("order", [ItemStatus.Error(refusal)]);
        }

        return ActionAnswer.Statuses("order", grouping switch
        {
            "normalTpsl" => PlaceWithChildren(call, forms),
            "positionTpsl" => forms.ConvertAll(form => PlaceTrigger(call, form, parent: null, followsPosition: true)),
            _ => forms.ConvertAll(form => PlaceAlone(call, form)),
        });
    }

    /// <summary>One refusal answers for the whole batch.</summary>
    private static string? FindBeforehand(ActionCall call, List<OrderForm> forms, string grouping)
    {
        if (forms.Count == 0)
        {
            return "Order batch is empty.";
        }

        if (call.Action.FindField("builder") is { } builder && !IsApproved(call.Owner, builder))
        {
            return "Builder fee has not been approved.";
        }

        for (var i = 0; i < forms.Count; i++)
        {
            var form = forms[i];
            var mark = form.Coin is { } coin ? call.Desk.Market.Quote(coin.Id).Mark : 0;
            var mustReduce = grouping switch
            {
                "normalTpsl" => i > 0,
                "positionTpsl" => true,
                _ => false,
            };
            if (OrderErrors.FindBeforehand(form, mark, mustReduce) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static bool IsApproved(Wallet owner, JsonElement builder) =>
        builder.Whole("f") <= owner.Builders.GetValueOrDefault(builder.Address("b").ToLowerInvariant());

    private static ItemStatus PlaceAlone(ActionCall call, OrderForm form) => form.Trigger is null
        ? PlaceLimit(call, form, out _)
        : PlaceTrigger(call, form, parent: null, followsPosition: false);

    private static ItemStatus PlaceLimit(ActionCall call, OrderForm form, out ExchangeOrder? placed)
    {
        placed = null;
        if (OrderErrors.FindShape(form) is { } error)
        {
            return ItemStatus.Error(error);
        }

        var outcome = call.Desk.Hyperliquid.Place(call.Account, form.ToRequest(), call.At);
        placed = outcome.Value;
        return outcome.IsAccepted
            ? StatusOf(outcome.Value, form)
            : ItemStatus.Error(OrderErrors.Text(outcome.Refusal.Value, form, call.Desk.Hyperliquid));
    }

    private static ItemStatus PlaceTrigger(ActionCall call, OrderForm form, ExchangeOrder? parent, bool followsPosition)
    {
        if (!followsPosition && OrderErrors.FindShape(form) is { } error)
        {
            return ItemStatus.Error(error);
        }

        var request = form.ToConditional(parent?.OrderId, followsPosition);
        var outcome = call.Desk.Hyperliquid.PlaceConditional(call.Account, request, call.At);
        return outcome.IsAccepted
            ? parent is null ? ItemStatus.Resting(outcome.Value.ConditionalId, form.Cloid)
                : ItemStatus.Word(outcome.Value.IsHeld ? "waitingForFill" : "waitingForTrigger")
            : ItemStatus.Error(OrderErrors.Text(outcome.Refusal.Value, form, call.Desk.Hyperliquid));
    }

    /// <summary>The first order is the parent of the others; when it is refused or ends unfilled they are not placed.</summary>
    private static List<ItemStatus> PlaceWithChildren(ActionCall call, List<OrderForm> forms)
    {
        if (forms[0].Trigger is not null)
        {
            return forms.ConvertAll(form => PlaceAlone(call, form));
        }

        var statuses = new List<ItemStatus> { PlaceLimit(call, forms[0], out var parent) };
        statuses.AddRange(forms.Skip(1).Select(form => parent is null
            ? ItemStatus.Error($"Parent order was rejected. asset={form.Asset}")
            : PlaceTrigger(call, form, parent, followsPosition: false)));
        return statuses;
    }

    private static ItemStatus StatusOf(ExchangeOrder order, OrderForm form) => order.IsOpen
        ? ItemStatus.Resting(order.OrderId, form.Cloid)
        : ItemStatus.Filled(
            order.OrderId, form.Cloid, order.FilledQuantity, Math.Round(order.AveragePrice, form.Coin!.Instrument.TickSize.Scale));

    private ActionAnswer Modify(ActionCall call)
    {
        var error = TryModify(call, call.Action, IsAnyKindAllowed(call), out _);
        return error is null ? ActionAnswer.Done : ActionAnswer.Refuse(error);
    }

    private ActionAnswer ModifyAll(ActionCall call)
    {
        var isAnyKindAllowed = IsAnyKindAllowed(call);
        var statuses = call.Action.Items("modifies").Select(modify =>
            TryModify(call, modify, isAnyKindAllowed, out var status) is { } error ? ItemStatus.Error(error) : status!);
        return ActionAnswer.Statuses("order", [.. statuses]);
    }

    private static bool IsAnyKindAllowed(ActionCall call) => call.Action.FindTruth("a");

    /// <returns>The error, or null when the order was put in the former one's place.</returns>
    private string? TryModify(ActionCall call, JsonElement modify, bool isAnyKindAllowed, out ItemStatus? status)
    {
        status = null;
        var form = OrderForm.Read(modify.Field("order"), coins);
        var former = OrderReferences.Read(modify.Field("oid"));
        var mark = form.Coin is { } coin ? call.Desk.Market.Quote(coin.Id).Mark : 0;
        if ((OrderErrors.FindBeforehand(form, mark, mustReduce: false) ?? OrderErrors.FindShape(form)) is { } error)
        {
            return error;
        }

        var exchange = call.Desk.Hyperliquid;
        if (exchange.FindOrder(call.Account, former) is { IsOpen: true })
        {
            return Replace(call, former, form, isAnyKindAllowed, out status);
        }

        return exchange.FindConditional(call.Account, former) is { Status: ConditionalStatus.New } waiting
            ? ReplaceTrigger(call, waiting, form, out status)
            : OrderErrors.CannotModify;
    }

    private static string? Replace(ActionCall call, OrderReference former, OrderForm form, bool isAnyKindAllowed, out ItemStatus? status)
    {
        status = null;
        if (form.Trigger is not null || (!isAnyKindAllowed && form.TimeInForce == TimeInForce.ImmediateOrCancel))
        {
            return "Modified order must rest: only post-only and good-till-cancel orders are allowed.";
        }

        // Without the client's word that any kind will do, a resting order may not become a taking one.
        var request = isAnyKindAllowed ? form.ToRequest() : form.ToRequest() with { TimeInForce = TimeInForce.GoodTillCrossing };
        var outcome = call.Desk.Hyperliquid.Replace(call.Account, former, request, call.At);
        status = outcome.IsAccepted ? StatusOf(outcome.Value, form) : null;
        return outcome.IsAccepted ? null : OrderErrors.Text(outcome.Refusal.Value, form, call.Desk.Hyperliquid);
    }

    private static string? ReplaceTrigger(ActionCall call, ConditionalOrder former, OrderForm form, out ItemStatus? status)
    {
        status = null;
        if (form.Trigger is null)
        {
            return "A trigger order can only be modified into a trigger order.";
        }

        var reference = new OrderReference(former.ConditionalId, null);
        var request = form.ToConditional(parent: null, former.ClosePosition);
        var outcome = call.Desk.Hyperliquid.ReplaceConditional(call.Account, reference, request, call.At);
        status = outcome.IsAccepted ? ItemStatus.Resting(outcome.Value.ConditionalId, form.Cloid) : null;
        return outcome.IsAccepted ? null : OrderErrors.Text(outcome.Refusal.Value, form, call.Desk.Hyperliquid);
    }
}
