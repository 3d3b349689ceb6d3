using System.Text.Json;
using System.Text.Json.Serialization;

namespace Etrms.Exchanges.Binance;

/// <summary>Readers of Binance's JSON, made at compile time. Unknown members are ignored, since new ones appear every few months.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(BlankableDecimalConverter), typeof(SpelledBooleanConverter)])]
[JsonSerializable(typeof(SubscribeMessage))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(ServerTimeMessage))]
[JsonSerializable(typeof(ExchangeInfoMessage))]
[JsonSerializable(typeof(SymbolBracketsMessage[]))]
[JsonSerializable(typeof(BookTickerMessage[]))]
[JsonSerializable(typeof(FundingRateMessage[]))]
[JsonSerializable(typeof(KlineMessage[]))]
[JsonSerializable(typeof(AccountMessage))]
[JsonSerializable(typeof(AccountConfigMessage))]
[JsonSerializable(typeof(SymbolConfigMessage[]))]
[JsonSerializable(typeof(PositionMessage[]))]
[JsonSerializable(typeof(OrderMessage))]
[JsonSerializable(typeof(OrderMessage[]))]
[JsonSerializable(typeof(AlgoOrderMessage))]
[JsonSerializable(typeof(AlgoOrderMessage[]))]
[JsonSerializable(typeof(DoneMessage))]
[JsonSerializable(typeof(LeverageMessage))]
[JsonSerializable(typeof(PositionMarginMessage))]
[JsonSerializable(typeof(CountdownMessage))]
[JsonSerializable(typeof(TickerMessage))]
[JsonSerializable(typeof(PremiumMessage))]
[JsonSerializable(typeof(AssetIndexMessage))]
[JsonSerializable(typeof(DepthMessage))]
[JsonSerializable(typeof(TradeMessage[]))]
[JsonSerializable(typeof(UserTradeMessage[]))]
[JsonSerializable(typeof(IncomeMessage[]))]
[JsonSerializable(typeof(ListenKeyMessage))]
[JsonSerializable(typeof(KeyRestrictionsMessage))]
[JsonSerializable(typeof(UserOrderFrame))]
[JsonSerializable(typeof(UserAlgoFrame))]
[JsonSerializable(typeof(UserAccountFrame))]
[JsonSerializable(typeof(UserConfigFrame))]
internal sealed partial class BinanceJson : JsonSerializerContext;

/// <summary>An absent amount is null, also when it is spelled as an empty text.</summary>
internal sealed class BlankableDecimalConverter : JsonConverter<decimal?>
{
    public override decimal? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String when reader.ValueSpan.IsEmpty => null,
        _ => WireNumber.Read(ref reader),
    };

    public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Amounts are only read.");
}

/// <summary>Some answers spell a flag as text.</summary>
internal sealed class SpelledBooleanConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.ValueTextEquals("true"u8) ? true : reader.ValueTextEquals("false"u8) ? false : throw new JsonException("Not a flag."),
        _ => reader.GetBoolean(),
    };

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Flags are only read.");
}
