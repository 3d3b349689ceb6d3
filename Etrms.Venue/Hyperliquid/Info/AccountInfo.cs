using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using Etrms.Venue.Hyperliquid.Wallets;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>A user's money and positions. An address that the venue does not know has an empty account, not an error.</summary>
internal sealed class AccountInfo(CoinListing coins, WalletBook wallets)
{
    public void AddTo(InfoTable table)
    {
        table.AddCheap("clearinghouseState", (request, desk) => State(request.Address("user"), desk));
        table.AddCheap("spotClearinghouseState", (request, _) => SpotState(request.Address("user")));
        table.Add("activeAssetData", (request, desk) => AssetData(request.Address("user"), Coin(request), desk));
    }

    public InfoAnswer State(string user, VenueDesk desk)
    {
        var account = AccountReading.Of(user, desk, coins);
        return new InfoAnswer(account.Write);
    }

    public InfoAnswer SpotState(string user)
    {
        var spot = wallets.Find(user)?.Spot ?? 0;
        return InfoAnswer.Object(writer =>
        {
            writer.WriteStartArray("balances");
            if (spot > 0)
            {
                writer.WriteStartObject();
                writer.WriteString("coin", "USDC");
                writer.WriteNumber("token", 0);
                writer.Number("hold", 0);
                writer.Number("total", spot);
                writer.Number("entryNtl", 0);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    public InfoAnswer AssetData(string user, ListedCoin coin, VenueDesk desk)
    {
        var settings = desk.Hyperliquid.ReadSettings(user, coin.Id)
            ?? new InstrumentSettings(coin.Id, Math.Min(desk.Hyperliquid.Rules.DefaultLeverage, coin.Coin.MaxLeverage), MarginMode.Cross, 0);
        var view = desk.Hyperliquid.ReadAccount(user);
        var mark = desk.Market.Quote(coin.Id).Mark;
        var held = view?.Positions.FirstOrDefault(position => position.Instrument == coin.Id)?.Quantity ?? 0;
        var free = view?.AvailableBalance ?? 0;

        // Turning a position round frees its own margin for the other side.
        var turning = 2 * Math.Abs(held) * mark / settings.Leverage;
        var (buying, selling) = (free + (held < 0 ? turning : 0), free + (held > 0 ? turning : 0));
        return InfoAnswer.Object(writer =>
        {
            writer.WriteString("user", user);
            writer.WriteString("coin", coin.Name);
            PositionJson.Leverage(writer, settings.MarginMode, settings.Leverage, rawUsd: 0);
            Pair(writer, "maxTradeSzs", coin.Instrument.RoundQuantity(buying * settings.Leverage / mark), coin.Instrument.RoundQuantity(selling * settings.Leverage / mark));
            Pair(writer, "availableToTrade", Math.Round(buying, 6), Math.Round(selling, 6));
            writer.Number("markPx", mark);
        });
    }

    private static void Pair(Utf8JsonWriter writer, string name, decimal buying, decimal selling)
    {
        writer.WriteStartArray(name);
        writer.NumberValue(buying);
        writer.NumberValue(selling);
        writer.WriteEndArray();
    }

    private ListedCoin Coin(JsonElement request) =>
        coins.TryFind(request.Text("coin"), out var coin) ? coin : throw MalformedException.Body;
}
