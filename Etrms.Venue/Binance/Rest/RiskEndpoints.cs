using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using Etrms.Venue.Binance.Limits;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Forced orders, the queue for deleveraging, and the limits that an account stands under.</summary>
internal static class RiskEndpoints
{
    private static readonly (string Type, string Prefix)[] Forced = [("LIQUIDATION", "autoclose-"), ("ADL", "adl_autoclose")];

    public static void MapRisk(this RouteTable routes)
    {
        routes.Add("GET", "/fapi/v1/forceOrders", Access.Signed, MarketEndpoints.OneOrAll(20, 50), ForceOrders);
        routes.Add("GET", "/fapi/v1/adlQuantile", Access.Signed, 5, AdlQuantile);
        routes.Add("GET", "/fapi/v1/symbolAdlRisk", Access.Public, 1, AdlRisk);
        routes.Add("GET", "/fapi/v1/insuranceBalance", Access.Public, 1, InsuranceFund);
        routes.Add("GET", "/fapi/v1/rateLimit/order", Access.Signed, 1, OrderLimits);
        routes.Add("GET", "/fapi/v1/apiTradingStatus", Access.Signed, MarketEndpoints.OneOrAll(1, 10), TradingStatus);
    }

    private static async Task<Answer> ForceOrders(BinanceCall call)
    {
        var instrument = call.FindInstrument();
        var prefixes = call.Parameters.Find("autoCloseType") switch
        {
            null => Forced.Select(kind => kind.Prefix),
            { } type => Forced.Where(kind => kind.Type == type).Select(kind => kind.Prefix),
        };
        var page = HistoryPage.Of(call.Parameters, idName: null, standard: 50) with { Limit = call.Parameters.Limit(50, 100) };
        var orders = await call.AskAsync(desk => page.Take(
            desk.Exchange.OrderHistory(call.Account.Name).Where(order =>
                (instrument is null || order.Instrument == instrument.Id)
                && prefixes.Any(prefix => order.ClientOrderId.StartsWith(prefix, StringComparison.Ordinal))),
            order => order.OrderId,
            order => order.CreatedAt));
        var listing = call.Service<Listing>();
        return Answer.Array(orders, (writer, order) => OrderJson.QueryObject(writer, order, listing.Get(order.Instrument)));
    }

    private static async Task<Answer> AdlQuantile(BinanceCall call)
    {
        var instrument = call.FindInstrument();
        var view = await call.AskAsync(desk => desk.ReadAccount(call.Account.Name));
        var held = view.Positions
            .Where(position => position.Quantity != 0 && (instrument is null || position.Instrument == instrument.Id))
            .GroupBy(position => position.Instrument);
        return Answer.Array(held, (writer, legs) =>
        {
            writer.WriteStartObject();
            writer.WriteString("symbol", legs.Key.Symbol);
            writer.WriteStartObject("adlQuantile");
            writer.WriteNumber("LONG", RankOf(legs, isLong: true));
            writer.WriteNumber("SHORT", RankOf(legs, isLong: false));
            writer.WriteNumber(view.IsHedgeMode ? "HEDGE" : "BOTH", view.IsHedgeMode ? 0 : legs.Max(AdlRank.Of));
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static int RankOf(IEnumerable<ExchangePosition> legs, bool isLong) =>
        legs.Where(leg => leg.Side != PositionSide.Both && leg.Quantity > 0 == isLong).Select(AdlRank.Of).FirstOrDefault();

    // The insurance fund takes every bankrupt position over, so nobody is deleveraged unless the control API asks for it.
    private static Task<Answer> AdlRisk(BinanceCall call) =>
        MarketEndpoints.OneOrEach(call, (desk, instrument) => (instrument.Id.Symbol, desk.Now.MarketAt), (writer, each) =>
        {
            writer.WriteStartObject();
            writer.WriteString("symbol", each.Symbol);
            writer.WriteString("adlRisk", "low");
            writer.Instant("updateTime", each.MarketAt);
            writer.WriteEndObject();
        });

    private static async Task<Answer> InsuranceFund(BinanceCall call)
    {
        var symbols = call.FindInstrument() is { } instrument ? [instrument] : call.Service<Listing>().Instruments;
        var (asset, fund, at) = await call.AskAsync(desk => (desk.Exchange.Rules.Asset, desk.Exchange.InsuranceFund, desk.Now.MarketAt));
        return Answer.Object(writer =>
        {
            writer.WriteStartArray("symbols");
            foreach (var symbol in symbols)
            {
                writer.WriteStringValue(symbol.Id.Symbol);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("assets");
            writer.WriteStartObject();
            writer.WriteString("asset", asset);
            writer.Money("marginBalance", fund);
            writer.Instant("updateTime", at);
            writer.WriteEndObject();
            writer.WriteEndArray();
        });
    }

    private static Task<Answer> OrderLimits(BinanceCall call)
    {
        var limits = call.Service<IOptions<LimitOptions>>().Value;
        return Task.FromResult(Answer.Json(writer =>
        {
            writer.WriteStartArray();
            ExchangeInfoJson.RateLimit(writer, "ORDERS", "SECOND", 10, limits.OrdersPerTenSeconds);
            ExchangeInfoJson.RateLimit(writer, "ORDERS", "MINUTE", 1, limits.OrdersPerMinute);
            writer.WriteEndArray();
        }));
    }

    // No account of the venue breaks the quantitative rules, and only broken ones are listed.
    private static Task<Answer> TradingStatus(BinanceCall call) => Task.FromResult(Answer.Object(writer =>
    {
        writer.WriteStartObject("indicators");
        writer.WriteEndObject();
        writer.Instant("updateTime", call.Now);
    }));
}
