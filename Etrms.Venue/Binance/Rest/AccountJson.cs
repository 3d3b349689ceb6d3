using System.Text.Json;
using Etrms.Domain.Backtesting;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Shapes of account answers. One asset carries all margin, so totals and that asset's figures are the same.</summary>
internal static class AccountJson
{
    public static void AccountV3(Utf8JsonWriter writer, AccountReading reading)
    {
        Totals(writer, reading.View);
        Assets(writer, reading.View);
        writer.WriteStartArray("positions");
        foreach (var position in reading.View.Positions)
        {
            PositionJson.OfAccountV3(writer, position);
        }

        writer.WriteEndArray();
    }

    public static void AccountV2(Utf8JsonWriter writer, AccountReading reading)
    {
        writer.WriteNumber("feeTier", 0);
        writer.WriteBoolean("feeBurn", false);
        writer.WriteBoolean("canTrade", true);
        writer.WriteBoolean("canDeposit", true);
        writer.WriteBoolean("canWithdraw", true);
        writer.WriteNumber("updateTime", 0);
        writer.WriteBoolean("multiAssetsMargin", reading.View.IsMultiAssets);
        writer.WriteNumber("tradeGroupId", -1);
        Totals(writer, reading.View);
        Assets(writer, reading.View);
        writer.WriteStartArray("positions");
        foreach (var (position, settings) in reading.EveryPosition())
        {
            PositionJson.OfAccountV2(writer, position, settings);
        }

        writer.WriteEndArray();
    }

    public static void Balance(Utf8JsonWriter writer, ExchangeAccountView view)
    {
        writer.WriteStartObject();
        writer.WriteString("accountAlias", "PAPER");
        writer.WriteString("asset", view.Asset);
        writer.Money("balance", view.WalletBalance);
        writer.Money("crossWalletBalance", view.CrossWalletBalance);
        writer.Money("crossUnPnl", view.CrossUnrealizedPnl);
        writer.Money("availableBalance", view.AvailableBalance);
        writer.Money("maxWithdrawAmount", view.MaxWithdrawAmount);
        writer.WriteBoolean("marginAvailable", true);
        writer.Instant("updateTime", view.UpdatedAt);
        writer.WriteEndObject();
    }

    private static void Totals(Utf8JsonWriter writer, ExchangeAccountView view)
    {
        writer.Money("totalInitialMargin", view.InitialMargin);
        writer.Money("totalMaintMargin", view.MaintenanceMargin);
        writer.Money("totalWalletBalance", view.WalletBalance);
        writer.Money("totalUnrealizedProfit", view.UnrealizedPnl);
        writer.Money("totalMarginBalance", view.MarginBalance);
        writer.Money("totalPositionInitialMargin", view.PositionInitialMargin);
        writer.Money("totalOpenOrderInitialMargin", view.OpenOrderInitialMargin);
        writer.Money("totalCrossWalletBalance", view.CrossWalletBalance);
        writer.Money("totalCrossUnPnl", view.CrossUnrealizedPnl);
        writer.Money("availableBalance", view.AvailableBalance);
        writer.Money("maxWithdrawAmount", view.MaxWithdrawAmount);
    }

    private static void Assets(Utf8JsonWriter writer, ExchangeAccountView view)
    {
        writer.WriteStartArray("assets");
        writer.WriteStartObject();
        writer.WriteString("asset", view.Asset);
        writer.Money("walletBalance", view.WalletBalance);
        writer.Money("unrealizedProfit", view.UnrealizedPnl);
        writer.Money("marginBalance", view.MarginBalance);
        writer.Money("maintMargin", view.MaintenanceMargin);
        writer.Money("initialMargin", view.InitialMargin);
        writer.Money("positionInitialMargin", view.PositionInitialMargin);
        writer.Money("openOrderInitialMargin", view.OpenOrderInitialMargin);
        writer.Money("crossWalletBalance", view.CrossWalletBalance);
        writer.Money("crossUnPnl", view.CrossUnrealizedPnl);
        writer.Money("availableBalance", view.AvailableBalance);
        writer.Money("maxWithdrawAmount", view.MaxWithdrawAmount);
        writer.WriteBoolean("marginAvailable", true);
        writer.Instant("updateTime", view.UpdatedAt);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
