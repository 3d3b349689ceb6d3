using System.Text.Json.Serialization;

namespace Etrms.Exchanges.Binance;

// Frames of the user stream. Keys that differ only in case are told apart, so every name is spelled out.

internal sealed record UserOrderFrame(
    [property: JsonPropertyName("E")] long SentAt,
    [property: JsonPropertyName("T")] long MatchedAt,
    [property: JsonPropertyName("o")] UserOrder Order);

internal sealed record UserOrder
{
    [JsonPropertyName("s")] public required string Symbol { get; init; }

    [JsonPropertyName("c")] public required string ClientOrderId { get; init; }

    [JsonPropertyName("S")] public required string Side { get; init; }

    [JsonPropertyName("o")] public required string Type { get; init; }

    [JsonPropertyName("f")] public string? TimeInForce { get; init; }

    [JsonPropertyName("q")] public decimal Quantity { get; init; }

    [JsonPropertyName("p")] public decimal? Price { get; init; }

    [JsonPropertyName("ap")] public decimal? AveragePrice { get; init; }

    [JsonPropertyName("sp")] public decimal? StopPrice { get; init; }

    [JsonPropertyName("x")] public required string Execution { get; init; }

    [JsonPropertyName("X")] public required string Status { get; init; }

    [JsonPropertyName("i")] public long OrderId { get; init; }

    [JsonPropertyName("l")] public decimal? LastQuantity { get; init; }

    [JsonPropertyName("z")] public decimal? FilledQuantity { get; init; }

    [JsonPropertyName("L")] public decimal? LastPrice { get; init; }

    [JsonPropertyName("n")] public decimal? Commission { get; init; }

    [JsonPropertyName("N")] public string? CommissionAsset { get; init; }

    [JsonPropertyName("t")] public long TradeId { get; init; }

    [JsonPropertyName("m")] public bool IsMaker { get; init; }

    [JsonPropertyName("R")] public bool ReduceOnly { get; init; }

    [JsonPropertyName("wt")] public string? WorkingType { get; init; }

    [JsonPropertyName("ps")] public string? PositionSide { get; init; }

    [JsonPropertyName("cp")] public bool ClosePosition { get; init; }

    [JsonPropertyName("AP")] public decimal? ActivationPrice { get; init; }

    [JsonPropertyName("cr")] public decimal? CallbackPercent { get; init; }

    [JsonPropertyName("gtd")] public long? GoodTillDate { get; init; }

    [JsonPropertyName("rp")] public decimal? RealizedPnl { get; init; }
}

internal sealed record UserAlgoFrame(
    [property: JsonPropertyName("E")] long SentAt,
    [property: JsonPropertyName("T")] long MatchedAt,
    [property: JsonPropertyName("o")] UserAlgo Order);

internal sealed record UserAlgo
{
    [JsonPropertyName("aid")] public long AlgoId { get; init; }

    [JsonPropertyName("caid")] public string? ClientAlgoId { get; init; }

    [JsonPropertyName("s")] public required string Symbol { get; init; }

    [JsonPropertyName("S")] public required string Side { get; init; }

    [JsonPropertyName("o")] public required string Type { get; init; }

    [JsonPropertyName("f")] public string? TimeInForce { get; init; }

    [JsonPropertyName("q")] public decimal? Quantity { get; init; }

    [JsonPropertyName("p")] public decimal? Price { get; init; }

    [JsonPropertyName("gtd")] public long? GoodTillDate { get; init; }

    [JsonPropertyName("tp")] public decimal? TriggerPrice { get; init; }

    [JsonPropertyName("X")] public required string Status { get; init; }

    [JsonPropertyName("aq")] public decimal? FilledQuantity { get; init; }

    [JsonPropertyName("ap")] public decimal? AveragePrice { get; init; }

    [JsonPropertyName("wt")] public string? WorkingType { get; init; }

    [JsonPropertyName("ps")] public string? PositionSide { get; init; }

    [JsonPropertyName("cp")] public bool ClosePosition { get; init; }

    [JsonPropertyName("R")] public bool ReduceOnly { get; init; }
}

internal sealed record UserAccountFrame(
    [property: JsonPropertyName("E")] long SentAt,
    [property: JsonPropertyName("T")] long MatchedAt,
    [property: JsonPropertyName("a")] UserAccount Account);

internal sealed record UserAccount(
    [property: JsonPropertyName("m")] string? Reason,
    [property: JsonPropertyName("B")] UserBalance[]? Balances,
    [property: JsonPropertyName("P")] UserPosition[]? Positions);

internal sealed record UserBalance(
    [property: JsonPropertyName("a")] string Asset,
    [property: JsonPropertyName("wb")] decimal WalletBalance);

internal sealed record UserPosition(
    [property: JsonPropertyName("s")] string Symbol,
    [property: JsonPropertyName("pa")] decimal Quantity,
    [property: JsonPropertyName("ep")] decimal EntryPrice,
    [property: JsonPropertyName("bep")] decimal? BreakEvenPrice,
    [property: JsonPropertyName("up")] decimal? UnrealizedPnl,
    [property: JsonPropertyName("mt")] string? MarginType,
    [property: JsonPropertyName("iw")] decimal? IsolatedWallet,
    [property: JsonPropertyName("ps")] string? Side);

internal sealed record UserConfigFrame(
    [property: JsonPropertyName("E")] long SentAt,
    [property: JsonPropertyName("T")] long MatchedAt,
    [property: JsonPropertyName("ac")] UserLeverage? Leverage,
    [property: JsonPropertyName("ai")] UserAssetsMode? AssetsMode);

internal sealed record UserAssetsMode([property: JsonPropertyName("j")] bool IsMultiAssets);

internal sealed record UserLeverage([property: JsonPropertyName("s")] string Symbol, [property: JsonPropertyName("l")] int Leverage);
