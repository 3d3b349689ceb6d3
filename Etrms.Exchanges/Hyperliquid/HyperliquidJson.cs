using System.Text.Json;
using System.Text.Json.Serialization;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Readers and writers of Hyperliquid's JSON, made at compile time. Unknown members are ignored, since new ones appear every few months.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(InfoRequest))]
[JsonSerializable(typeof(SubscribeMessage))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonElement[]))]
[JsonSerializable(typeof(MetaMessage))]
[JsonSerializable(typeof(MarginTableMessage))]
[JsonSerializable(typeof(AssetContextMessage[]))]
[JsonSerializable(typeof(BookMessage))]
[JsonSerializable(typeof(TradeMessage[]))]
[JsonSerializable(typeof(CandleMessage[]))]
[JsonSerializable(typeof(FundingRateMessage[]))]
[JsonSerializable(typeof(ClearinghouseMessage))]
[JsonSerializable(typeof(SpotStateMessage))]
[JsonSerializable(typeof(OrderMessage[]))]
[JsonSerializable(typeof(OrderUpdateMessage[]))]
[JsonSerializable(typeof(OrderStatusMessage))]
[JsonSerializable(typeof(FillMessage[]))]
[JsonSerializable(typeof(FundingPaymentMessage[]))]
[JsonSerializable(typeof(LedgerUpdateMessage[]))]
[JsonSerializable(typeof(ActiveAssetMessage))]
[JsonSerializable(typeof(RateLimitMessage))]
[JsonSerializable(typeof(RoleMessage))]
[JsonSerializable(typeof(AgentMessage[]))]
[JsonSerializable(typeof(VaultMessage))]
[JsonSerializable(typeof(ActionAnswerMessage))]
[JsonSerializable(typeof(ActionResponseMessage))]
[JsonSerializable(typeof(ActionDataMessage))]
[JsonSerializable(typeof(ActionStatusMessage))]
[JsonSerializable(typeof(Frame<BookTopMessage>))]
[JsonSerializable(typeof(Frame<BookMessage>))]
[JsonSerializable(typeof(Frame<TradeMessage[]>))]
[JsonSerializable(typeof(Frame<CandleMessage>))]
[JsonSerializable(typeof(Frame<ActiveContextMessage>))]
[JsonSerializable(typeof(Frame<UserStateMessage>))]
[JsonSerializable(typeof(Frame<UserSpotMessage>))]
[JsonSerializable(typeof(Frame<OrderUpdateMessage[]>))]
[JsonSerializable(typeof(Frame<UserFillsMessage>))]
[JsonSerializable(typeof(Frame<UserFundingsMessage>))]
[JsonSerializable(typeof(Frame<UserLedgerMessage>))]
internal sealed partial class HyperliquidJson : JsonSerializerContext;
