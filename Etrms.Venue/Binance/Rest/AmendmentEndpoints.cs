using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Venue.Control;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance.Rest;

/// <summary>One change of an order.</summary>
/// <param name="Count">The how-manieth change of that order.</param>
internal sealed record Amendment(long Id, ExchangeOrder Before, ExchangeOrder After, int Count, long? ModifyId)
{
    public DateTimeOffset At => After.UpdatedAt;
}

/// <summary>Changes of resting limit orders, and what was changed.</summary>
internal static class AmendmentEndpoints
{
    private const string Path = "/fapi/v1/order";
    private const long StandardWindow = 5_000;

    public static void MapAmendments(this RouteTable routes)
    {
        routes.AddOrder("PUT", Path, weight: 1, orders: 1, call => ModifyAsync(call, call.Parameters, call.Instrument()));
        routes.Add("GET", "/fapi/v1/orderAmendment", Access.Signed, 1, History);
    }

    /// <summary>Changes the order that parameters name.</summary>
    public static async Task<Answer> ModifyAsync(BinanceCall call, Parameters parameters, Instrument instrument)
    {
        var reference = OrderForm.ReferenceOf(parameters, "orderId", "origClientOrderId");
        var side = OrderForm.SideOf(parameters);
        var quantity = OrderForm.Precise(parameters.Decimal("quantity"), instrument.StepSize);
        var match = TermsForm.MatchOf(parameters, isLimit: true);
        var price = match == PriceMatch.None ? OrderForm.Precise(parameters.Decimal("price"), instrument.TickSize) : (decimal?)null;
        var modifyId = parameters.FindLong("modifyId");
        var log = call.Service<AccountLog<Amendment>>();
        return await call.AskAsync(desk =>
        {
            if (desk.Exchange.FindOrder(call.Account.Name, instrument.Id, reference) is not { IsOpen: true } known)
            {
                return BinanceErrors.NoSuchOrder;
            }

            if (Refuse(call, known, side) is { } refusal)
            {
                return refusal;
            }

            if ((price ?? desk.Exchange.MatchPrice(instrument.Id, side, match)) is not { } wanted)
            {
                return BinanceErrors.NoDepthForPriceMatch;
            }

            var after = known with { Quantity = quantity, Price = wanted };
            return Modify(desk, call.Account, new Amendment(log.NextId(), known, after, known.Modifications + 1, modifyId), (instrument, log));
        });
    }

    private static BinanceError? Refuse(BinanceCall call, ExchangeOrder known, OrderSide side)
    {
        if (known.Type != OrderType.Limit)
        {
            return BinanceErrors.AmendNotLimit;
        }

        // The matching engine looks at the window once more when the change reaches it.
        var window = call.Parameters.FindLong("recvWindow") ?? StandardWindow;
        var isLate = call.Parameters.FindLong("timestamp") is { } sent && sent + window < call.Now.ToUnixTimeMilliseconds();
        return isLate ? BinanceErrors.AmendTooLate : known.Side != side ? BinanceErrors.BadSide : null;
    }

    private static Answer Modify(VenueDesk desk, PaperAccount account, Amendment wanted, (Instrument Instrument, AccountLog<Amendment> Log) scene)
    {
        var outcome = desk.Exchange.Modify(
            account.Name, new OrderReference(wanted.Before.OrderId, null), (wanted.After.Quantity, wanted.After.Price), desk.Now.MarketAt);
        if (outcome.Refusal is { } refusal)
        {
            return refusal == RefusalReason.NotionalTooSmall
                ? BinanceErrors.AmendNotionalBelow(scene.Instrument.MinNotional)
                : Refusals.ToError(refusal, scene.Instrument);
        }

        var done = wanted with { After = outcome.Value! };
        scene.Log.Add(account.Name, done);
        return Answer.Object(writer =>
        {
            OrderJson.Command(writer, done.After, scene.Instrument);
            writer.WriteString("pair", scene.Instrument.Id.Symbol);
            if (done.ModifyId is { } id)
            {
                writer.WriteNumber("modifyId", id);
            }
        });
    }

    private static Task<Answer> History(BinanceCall call)
    {
        var instrument = call.Instrument();
        var reference = new OrderReference(call.Parameters.FindLong("orderId"), call.Parameters.Find("origClientOrderId"));
        var (start, end) = (call.Parameters.FindInstant("startTime"), call.Parameters.FindInstant("endTime"));
        var limit = call.Parameters.Limit(50, 100);
        var found = call.Service<AccountLog<Amendment>>().Read(call.Account.Name).Where(change =>
            change.After.Instrument == instrument.Id
            && (reference.Id is null || change.After.OrderId == reference.Id)
            && (reference.ClientId is null || change.After.ClientOrderId == reference.ClientId)
            && (start is null || change.At >= start) && (end is null || change.At <= end));
        return Task.FromResult(Answer.Array(found.Reverse().Take(limit), (writer, change) => Write(writer, change, instrument)));
    }

    private static void Write(Utf8JsonWriter writer, Amendment change, Instrument instrument)
    {
        writer.WriteStartObject();
        writer.WriteNumber("amendmentId", change.Id);
        writer.WriteString("symbol", instrument.Id.Symbol);
        writer.WriteString("pair", instrument.Id.Symbol);
        writer.WriteNumber("orderId", change.After.OrderId);
        writer.WriteString("clientOrderId", change.After.ClientOrderId);
        writer.Instant("time", change.At);
        writer.WriteStartObject("amendment");
        WriteChange(writer, "price", change.Before.Price, change.After.Price);
        WriteChange(writer, "origQty", change.Before.Quantity, change.After.Quantity);
        writer.WriteNumber("count", change.Count);
        writer.WriteEndObject();
        writer.WriteString("priceMatch", WireNames.Of(change.After.Terms.PriceMatch));
        writer.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter writer, string name, decimal before, decimal after)
    {
        writer.WriteStartObject(name);
        writer.Plain("before", before);
        writer.Plain("after", after);
        writer.WriteEndObject();
    }
}
