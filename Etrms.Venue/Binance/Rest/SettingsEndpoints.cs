using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Leverage, margin type and position mode.</summary>
internal static class SettingsEndpoints
{
    private const int AddMargin = 1;
    private const int TakeMargin = 2;

    public static void MapSettings(this RouteTable routes)
    {
        routes.Add("GET", "/fapi/v1/symbolConfig", Access.Signed, 5, SymbolConfig);
        routes.Add("POST", "/fapi/v1/leverage", Access.Signed, 1, SetLeverage);
        routes.Add("POST", "/fapi/v1/marginType", Access.Signed, 1, SetMarginType);
        routes.Add("POST", "/fapi/v1/positionMargin", Access.Signed, 1, AdjustMargin);
        routes.Add("GET", "/fapi/v1/positionSide/dual", Access.Signed, 30, PositionMode);
        routes.Add("POST", "/fapi/v1/positionSide/dual", Access.Signed, 1, SetPositionMode);
        routes.Add("GET", "/fapi/v1/positionMargin/history", Access.Signed, 1, MarginHistory);
        routes.Add("GET", "/fapi/v1/multiAssetsMargin", Access.Signed, 30, MultiAssetsMargin);
        routes.Add("POST", "/fapi/v1/multiAssetsMargin", Access.Signed, 1, SetMultiAssetsMargin);
        routes.Add("GET", "/fapi/v1/feeBurn", Access.Signed, 30, FeeBurn);
        routes.Add("POST", "/fapi/v1/feeBurn", Access.Signed, 1, SetFeeBurn);
    }

    private static async Task<Answer> SymbolConfig(BinanceCall call)
    {
        var instrument = call.FindInstrument();
        var listed = instrument is null ? call.Service<Listing>().Instruments : [instrument];
        var settings = await call.AskAsync(desk =>
            listed.Select(each => desk.Exchange.ReadSettings(call.Account.Name, each.Id)).OfType<InstrumentSettings>().ToList());
        return Answer.Array(settings, Settings);
    }

    private static Task<Answer> SetLeverage(BinanceCall call)
    {
        var instrument = call.Instrument();
        var leverage = (int)Math.Clamp(call.Parameters.Long("leverage"), 0, int.MaxValue);
        return call.CommandAsync(
            desk => desk.Exchange.SetLeverage(call.Account.Name, instrument.Id, leverage, desk.Now.MarketAt),
            instrument,
            settings => Answer.Object(writer =>
            {
                writer.WriteString("symbol", settings.Instrument.Symbol);
                writer.WriteNumber("leverage", settings.Leverage);
                writer.Plain("maxNotionalValue", settings.MaxNotional);
            }));
    }

    private static Task<Answer> SetMarginType(BinanceCall call)
    {
        var instrument = call.Instrument();
        var mode = call.Parameters.Text("marginType") switch
        {
            "ISOLATED" => MarginMode.Isolated,
            "CROSSED" => MarginMode.Cross,
            _ => throw new BinanceException(BinanceErrors.OutOfRange("marginType")),
        };
        return call.CommandAsync(
            desk => desk.Exchange.SetMarginMode(call.Account.Name, instrument.Id, mode, desk.Now.MarketAt), instrument, _ => Answer.Done("success"));
    }

    private static Task<Answer> AdjustMargin(BinanceCall call)
    {
        var instrument = call.Instrument();
        var amount = call.Parameters.Decimal("amount");
        var type = call.Parameters.Long("type");
        if (type is not (AddMargin or TakeMargin))
        {
            throw new BinanceException(BinanceErrors.OutOfRange("type"));
        }

        var side = OrderForm.PositionSideOf(call.Parameters);
        var signed = type == AddMargin ? amount : -amount;
        return call.CommandAsync(
            desk => amount <= 0
                ? RefusalReason.AmountNotPositive
                : desk.Exchange.AdjustIsolatedMargin(call.Account.Name, (instrument.Id, side), signed, desk.Now.MarketAt),
            instrument,
            position => Answer.Object(writer =>
            {
                call.Service<AccountLog<MarginChange>>().Add(call.Account.Name, new MarginChange(position.Instrument, side, signed, position.UpdatedAt));
                writer.WriteNumber("amount", amount);
                writer.WriteNumber("code", StatusCodes.Status200OK);
                writer.WriteString("msg", "Successfully modify position margin.");
                writer.WriteNumber("type", type);
            }));
    }

    private static async Task<Answer> PositionMode(BinanceCall call)
    {
        var view = await call.AskAsync(desk => desk.ReadAccount(call.Account.Name));
        return Answer.Object(writer => writer.WriteBoolean("dualSidePosition", view.IsHedgeMode));
    }

    private static Task<Answer> SetPositionMode(BinanceCall call)
    {
        var isHedge = call.Parameters.Bool("dualSidePosition");
        return call.CommandAsync(
            desk => desk.Exchange.SetHedgeMode(call.Account.Name, isHedge), null, _ => Answer.Done("success"));
    }

    private static Task<Answer> MarginHistory(BinanceCall call)
    {
        var instrument = call.Instrument();
        var type = call.Parameters.FindLong("type");
        var (start, end) = (call.Parameters.FindInstant("startTime"), call.Parameters.FindInstant("endTime"));
        var found = call.Service<AccountLog<MarginChange>>().Read(call.Account.Name).Where(change =>
            change.Instrument == instrument.Id && (type is null || TypeOf(change) == type)
            && (start is null || change.At >= start) && (end is null || change.At <= end));
        return Task.FromResult(Answer.Array(found.TakeLast(call.Parameters.Limit(500, 500)), (writer, change) =>
        {
            writer.WriteStartObject();
            writer.WriteString("symbol", change.Instrument.Symbol);
            writer.WriteNumber("type", TypeOf(change));
            writer.WriteString("deltaType", "USER_ADJUST");
            writer.Plain("amount", change.Amount);
            writer.WriteString("asset", instrument.QuoteAsset);
            writer.Instant("time", change.At);
            writer.WriteString("positionSide", WireNames.Of(change.Side));
            writer.WriteEndObject();
        }));
    }

    private static int TypeOf(MarginChange change) => change.Amount > 0 ? AddMargin : TakeMargin;

    private static async Task<Answer> MultiAssetsMargin(BinanceCall call)
    {
        var view = await call.AskAsync(desk => desk.ReadAccount(call.Account.Name));
        return Answer.Object(writer => writer.WriteBoolean("multiAssetsMargin", view.IsMultiAssets));
    }

    private static Task<Answer> SetMultiAssetsMargin(BinanceCall call)
    {
        var isMultiAssets = call.Parameters.Bool("multiAssetsMargin");
        return call.CommandAsync(
            desk => desk.Exchange.SetMultiAssets(call.Account.Name, isMultiAssets, desk.Now.MarketAt), null, _ => Answer.Done("success"));
    }

    private static Task<Answer> FeeBurn(BinanceCall call)
    {
        var burns = call.Service<FeeBurns>().Find(call.Account.Name);
        return Task.FromResult(Answer.Object(writer => writer.WriteBoolean("feeBurn", burns)));
    }

    private static Task<Answer> SetFeeBurn(BinanceCall call)
    {
        call.Service<FeeBurns>().Set(call.Account.Name, call.Parameters.Bool("feeBurn"));
        return Task.FromResult(Answer.Done("success"));
    }

    private static void Settings(Utf8JsonWriter writer, InstrumentSettings settings)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", settings.Instrument.Symbol);
        writer.WriteString("marginType", WireNames.Of(settings.MarginMode));
        writer.WriteString("isAutoAddMargin", "false");
        writer.WriteNumber("leverage", settings.Leverage);
        writer.Plain("maxNotionalValue", settings.MaxNotional);
        writer.WriteEndObject();
    }
}
