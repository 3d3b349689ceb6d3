using System.Text.RegularExpressions;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Reads orders out of parameters and refuses what does not even have the form of one.</summary>
internal static partial class OrderForm
{
    private static readonly Dictionary<string, OrderType> OrderTypes =
        Enum.GetValues<OrderType>().ToDictionary(WireNames.Of, StringComparer.Ordinal);

    /// <summary>A limit or market order.</summary>
    /// <param name="now">The clock that the client sees.</param>
    public static OrderRequest ReadOrder(Parameters parameters, Instrument instrument, DateTimeOffset now)
    {
        var side = SideOf(parameters);
        var type = TypeOf(parameters);
        if (type is not (OrderType.Limit or OrderType.Market))
        {
            throw new BinanceException(BinanceErrors.UseAlgoEndpoint);
        }

        var isLimit = type == OrderType.Limit;
        var timeInForce = isLimit ? TermsForm.TimeInForceOf(parameters, isRequired: true) : TimeInForce.GoodTillCancel;
        var terms = TermsForm.Read(parameters, isLimit, now);
        if (!isLimit && parameters.Has("price"))
        {
            throw new BinanceException(BinanceErrors.NotRequired("price"));
        }

        return new OrderRequest
        {
            Instrument = instrument.Id,
            Side = side,
            PositionSide = PositionSideOf(parameters),
            Type = type,
            TimeInForce = timeInForce,
            Quantity = Precise(parameters.Decimal("quantity"), instrument.StepSize),
            Price = isLimit ? PriceOf(parameters, instrument, terms) : null,
            ReduceOnly = parameters.FindBool("reduceOnly") ?? false,
            Terms = isLimit ? terms : terms with { GoodTillAt = null, IsForRetail = false },
            ClientOrderId = ClientIdOf(parameters, "newClientOrderId"),
        };
    }

    /// <summary>A stop, take-profit or trailing order.</summary>
    /// <param name="now">The clock that the client sees.</param>
    public static ConditionalOrderRequest ReadConditional(Parameters parameters, Instrument instrument, DateTimeOffset now)
    {
        if (parameters.Text("algoType") != "CONDITIONAL")
        {
            throw new BinanceException(BinanceErrors.OutOfRange("algoType"));
        }

        var type = TypeOf(parameters);
        if (type is OrderType.Limit or OrderType.Market)
        {
            throw new BinanceException(BinanceErrors.BadOrderType);
        }

        var closes = parameters.FindBool("closePosition") ?? false;
        var isLimit = type is OrderType.Stop or OrderType.TakeProfit;
        var terms = TermsForm.Read(parameters, isLimit, now);
        return new ConditionalOrderRequest
        {
            Instrument = instrument.Id,
            Side = SideOf(parameters),
            PositionSide = PositionSideOf(parameters),
            Type = type,
            TimeInForce = TermsForm.TimeInForceOf(parameters, isRequired: false),
            Quantity = QuantityOf(parameters, instrument, isRequired: !closes),
            Price = isLimit ? PriceOf(parameters, instrument, terms) : null,
            Terms = terms,
            TriggerPrice = type == OrderType.TrailingStopMarket ? null : parameters.Decimal("triggerPrice"),
            TriggerBy = TriggerOf(parameters),
            ReduceOnly = parameters.FindBool("reduceOnly") ?? false,
            ClosePosition = closes,
            ActivationPrice = parameters.FindDecimal("activatePrice") ?? parameters.FindDecimal("activationPrice"),
            CallbackRate = type == OrderType.TrailingStopMarket ? parameters.Decimal("callbackRate") / 100 : null,
            ClientOrderId = ClientIdOf(parameters, "clientAlgoId"),
        };
    }

    /// <summary>The order that a call names; -1102 when it names none.</summary>
    public static OrderReference ReferenceOf(Parameters parameters, string idName, string clientIdName)
    {
        var reference = new OrderReference(parameters.FindLong(idName), parameters.Find(clientIdName));
        return reference is { Id: null, ClientId: null } ? throw new BinanceException(BinanceErrors.EitherOf(idName, clientIdName)) : reference;
    }

    public static OrderSide SideOf(Parameters parameters) => parameters.Text("side") switch
    {
        "BUY" => OrderSide.Buy,
        "SELL" => OrderSide.Sell,
        _ => throw new BinanceException(BinanceErrors.BadSide),
    };

    public static PositionSide PositionSideOf(Parameters parameters) => parameters.Find("positionSide") switch
    {
        null or "BOTH" => PositionSide.Both,
        "LONG" => PositionSide.Long,
        "SHORT" => PositionSide.Short,
        _ => throw new BinanceException(BinanceErrors.OutOfRange("positionSide")),
    };

    /// <summary>A number with no more decimals than its increment has.</summary>
    public static decimal Precise(decimal value, decimal increment) =>
        WireJson.DecimalsOf(value) <= WireJson.DecimalsOf(increment) ? value : throw new BinanceException(BinanceErrors.Overprecise);

    private static OrderType TypeOf(Parameters parameters) =>
        OrderTypes.TryGetValue(parameters.Text("type"), out var type) ? type : throw new BinanceException(BinanceErrors.BadOrderType);

    // A price that the book gives is not sent.
    private static decimal? PriceOf(Parameters parameters, Instrument instrument, OrderTerms terms) =>
        terms.PriceMatch == PriceMatch.None ? Precise(parameters.Decimal("price"), instrument.TickSize) : null;

    private static decimal? QuantityOf(Parameters parameters, Instrument instrument, bool isRequired)
    {
        var quantity = isRequired ? parameters.Decimal("quantity") : parameters.FindDecimal("quantity");
        return quantity is null ? null : Precise(quantity.Value, instrument.StepSize);
    }

    private static TriggerPriceType TriggerOf(Parameters parameters) => parameters.Find("workingType") switch
    {
        null or "CONTRACT_PRICE" => TriggerPriceType.LastPrice,
        "MARK_PRICE" => TriggerPriceType.MarkPrice,
        _ => throw new BinanceException(BinanceErrors.OutOfRange("workingType")),
    };

    private static string? ClientIdOf(Parameters parameters, string name) => parameters.Find(name) switch
    {
        null => null,
        { } id when ClientIdPattern().IsMatch(id) => id,
        _ => throw new BinanceException(BinanceErrors.BadClientId),
    };

    [GeneratedRegex(@"^[\.A-Z\:/a-z0-9_-]{1,36}$", RegexOptions.CultureInvariant)]
    private static partial Regex ClientIdPattern();
}
