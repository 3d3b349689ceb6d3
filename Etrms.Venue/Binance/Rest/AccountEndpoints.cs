using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Balance, positions and what a key may do.</summary>
internal static class AccountEndpoints
{
    private const int ReadWeight = 5;

    public static void MapAccount(this RouteTable routes)
    {
        routes.Add("GET", "/fapi/v3/account", Access.Signed, ReadWeight, call => Account(call, AccountJson.AccountV3));
        routes.Add("GET", "/fapi/v2/account", Access.Signed, ReadWeight, call => Account(call, AccountJson.AccountV2));
        routes.Add("GET", "/fapi/v3/balance", Access.Signed, ReadWeight, Balance);
        routes.Add("GET", "/fapi/v2/balance", Access.Signed, ReadWeight, Balance);
        routes.Add("GET", "/fapi/v3/positionRisk", Access.Signed, ReadWeight, PositionRisk);
        routes.Add("GET", "/fapi/v2/positionRisk", Access.Signed, ReadWeight, PositionRiskV2);
        routes.Add("GET", "/fapi/v1/accountConfig", Access.Signed, ReadWeight, AccountConfig);
        routes.Add("GET", "/fapi/v1/commissionRate", Access.Signed, 20, CommissionRate);
    }

    /// <summary>The caller's account at this moment.</summary>
    public static ExchangeAccountView ReadAccount(this VenueDesk desk, string account) =>
        desk.Exchange.ReadAccount(account) ?? throw new BinanceException(BinanceErrors.BadApiKey);

    private static async Task<Answer> Account(BinanceCall call, Action<Utf8JsonWriter, AccountReading> write)
    {
        var listed = call.Service<Listing>().Instruments;
        var reading = await call.AskAsync(desk => Read(desk, call.Account.Name, listed));
        return Answer.Object(writer => write(writer, reading));
    }

    private static async Task<Answer> Balance(BinanceCall call)
    {
        var view = await call.AskAsync(desk => desk.ReadAccount(call.Account.Name));
        return Answer.Array([view], AccountJson.Balance);
    }

    private static async Task<Answer> PositionRisk(BinanceCall call)
    {
        var instrument = call.FindInstrument();
        var listing = call.Service<Listing>();
        var view = await call.AskAsync(desk => desk.ReadAccount(call.Account.Name));
        var positions = view.Positions.Where(position => instrument is null || position.Instrument == instrument.Id);
        return Answer.Array(positions, (writer, position) => PositionJson.V3(writer, position, listing.Get(position.Instrument)));
    }

    private static async Task<Answer> PositionRiskV2(BinanceCall call)
    {
        var instrument = call.FindInstrument();
        var listing = call.Service<Listing>();
        var reading = await call.AskAsync(desk => Read(desk, call.Account.Name, instrument is null ? listing.Instruments : [instrument]));
        return Answer.Array(
            reading.EveryPosition(), (writer, pair) => PositionJson.V2(writer, pair.Position, pair.Settings, listing.Get(pair.Position.Instrument)));
    }

    private static async Task<Answer> AccountConfig(BinanceCall call)
    {
        var view = await call.AskAsync(desk => desk.ReadAccount(call.Account.Name));
        return Answer.Object(writer =>
        {
            writer.WriteNumber("feeTier", 0);
            writer.WriteBoolean("canTrade", true);
            writer.WriteBoolean("canDeposit", true);
            writer.WriteBoolean("canWithdraw", true);
            writer.WriteBoolean("dualSidePosition", view.IsHedgeMode);
            writer.WriteNumber("updateTime", 0);
            writer.WriteBoolean("multiAssetsMargin", view.IsMultiAssets);
            writer.WriteNumber("tradeGroupId", -1);
        });
    }

    private static async Task<Answer> CommissionRate(BinanceCall call)
    {
        var instrument = call.Instrument();
        var rules = await call.AskAsync(desk => desk.Exchange.Rules);
        return Answer.Object(writer =>
        {
            writer.WriteString("symbol", instrument.Id.Symbol);
            writer.Plain("makerCommissionRate", rules.MakerFee);
            writer.Plain("takerCommissionRate", rules.TakerFee);
            writer.Plain("rpiCommissionRate", rules.MakerFee);
        });
    }

    private static AccountReading Read(VenueDesk desk, string account, IEnumerable<Instrument> instruments) =>
        new(
            desk.ReadAccount(account),
            [.. instruments.Select(instrument => desk.Exchange.ReadSettings(account, instrument.Id)).OfType<InstrumentSettings>()],
            desk.Now.MarketAt);
}
