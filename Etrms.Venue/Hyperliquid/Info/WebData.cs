using System.Text.Json;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>The one-piece states that the exchange's own page lives on.</summary>
internal sealed class WebData(AccountInfo accounts, MarketInfo market)
{
    private static readonly string[] EmptyLists = ["leadingVaults", "twapStates", "spotAssetCtxs", "perpsAtOpenInterestCap"];

    public void AddTo(InfoTable table) => table.Add("webData2", (request, desk) => new InfoAnswer(Second(request.Address("user"), desk)));

    /// <summary>The older state, with positions and orders.</summary>
    public Action<Utf8JsonWriter> Second(string user, VenueDesk desk)
    {
        var (state, spot, contexts) = (accounts.State(user, desk), accounts.SpotState(user), market.Contexts(desk));
        var orders = OrderReading.Open(user, desk.Hyperliquid);
        return writer =>
        {
            writer.WriteStartObject();
            Part(writer, "clearinghouseState", state.Write);
            Part(writer, "openOrders", InfoAnswer.List(orders, (inner, row) => row.WriteWhole(inner)).Write);
            Part(writer, "meta", market.Meta);
            Part(writer, "assetCtxs", contexts.Write);
            Part(writer, "spotState", spot.Write);
            WriteUser(writer, user, desk);
            writer.Number("totalVaultEquity", 0);
            foreach (var empty in EmptyLists)
            {
                writer.WriteStartArray(empty);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        };
    }

    /// <summary>The newer state, which has neither.</summary>
    public static Action<Utf8JsonWriter> Third(string user, VenueDesk desk) => writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("userState");
        WriteUser(writer, user, desk);
        writer.WriteEndObject();
        writer.WriteStartArray("perpDexStates");
        writer.WriteStartObject();
        writer.Number("totalVaultEquity", 0);
        writer.WriteStartArray("perpsAtOpenInterestCap");
        writer.WriteEndArray();
        writer.WriteStartArray("leadingVaults");
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    };

    private static void Part(Utf8JsonWriter writer, string name, Action<Utf8JsonWriter> write)
    {
        writer.WritePropertyName(name);
        write(writer);
    }

    private static void WriteUser(Utf8JsonWriter writer, string user, VenueDesk desk)
    {
        writer.WriteString("user", user);
        writer.WriteNull("agentAddress");
        writer.WriteNull("agentValidUntil");
        writer.Number("cumLedger", 0);
        writer.Instant("serverTime", desk.Now.MarketAt);
        writer.WriteBoolean("isVault", false);
    }
}
