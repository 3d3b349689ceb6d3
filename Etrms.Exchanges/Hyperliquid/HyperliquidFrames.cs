using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Frames of every stream: the channel says what the data is.</summary>
internal static class HyperliquidFrames
{
    /// <summary>Null for a frame that names none.</summary>
    public static string? ChannelOf(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isChannel = reader.ValueTextEquals("channel"u8);
            reader.Read();
            if (isChannel)
            {
                return reader.GetString();
            }

            reader.Skip();
        }

        return null;
    }

    /// <exception cref="JsonException">The frame is not what its channel says.</exception>
    public static T Data<T>(ReadOnlySpan<byte> frame, JsonTypeInfo<Frame<T>> type) =>
        JsonSerializer.Deserialize(frame, type) is { Data: { } data } ? data : throw new JsonException("A frame without data.");

    /// <summary>Null for frames that carry no prices: answers, pongs, other channels.</summary>
    /// <exception cref="JsonException">The frame is not what its channel says.</exception>
    public static MarketNews? Market(ReadOnlySpan<byte> frame) => ChannelOf(frame) switch
    {
        "activeAssetCtx" => new MarketNews.Context(Data(frame, HyperliquidJson.Default.FrameActiveContextMessage)),
        "bbo" => new MarketNews.Top(Data(frame, HyperliquidJson.Default.FrameBookTopMessage)),
        "l2Book" => new MarketNews.Book(Data(frame, HyperliquidJson.Default.FrameBookMessage)),
        "trades" => Data(frame, HyperliquidJson.Default.FrameTradeMessageArray) is { Length: > 0 } trades ? new MarketNews.Trades(trades) : null,
        "candle" => new MarketNews.Bar(Data(frame, HyperliquidJson.Default.FrameCandleMessage)),
        _ => null,
    };

    public static ReadOnlyMemory<byte> Subscribe(Subscription topic) => Say("subscribe", topic);

    public static ReadOnlyMemory<byte> Unsubscribe(Subscription topic) => Say("unsubscribe", topic);

    private static ReadOnlyMemory<byte> Say(string method, Subscription topic) =>
        JsonSerializer.SerializeToUtf8Bytes(new SubscribeMessage(method, topic), HyperliquidJson.Default.SubscribeMessage);
}
