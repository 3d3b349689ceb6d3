using System.Text.Json.Serialization;

namespace Etrms.Exchanges.Binance;

// Frames of the user stream. Keys that differ only in case are told apart, so every name is spelled out.

internal sealed record UserOrderFrame(
    [property: JsonPropertyName("e")] string? Event,
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

    [JsonPropertyName("T")] public long? MatchedAt { get; init; }

    /// <summary>Value of this account's resting buy orders of the contract.</summary>
    [JsonPropertyName("b")] public decimal? BidsNotional { get; init; }

    [JsonPropertyName("a")] public decimal? AsksNotional { get; init; }

    /// <summary>Before a trigger turned it into an order of another type.</summary>
    [JsonPropertyName("ot")] public string? OriginalType { get; init; }

    [JsonPropertyName("pP")] public bool? PriceProtect { get; init; }

    /// <summary>The venue asks to pass over it.</summary>
    [JsonPropertyName("si")] public long? ReservedSi { get; init; }

    /// <summary>The venue asks to pass over it.</summary>
    [JsonPropertyName("ss")] public long? ReservedSs { get; init; }

    [JsonPropertyName("V")] public string? SelfTradePrevention { get; init; }

    [JsonPropertyName("pm")] public string? PriceMatch { get; init; }

    [JsonPropertyName("W")] public long? WorkingSince { get; init; }
}

internal sealed record UserAlgoFrame(
    [property: JsonPropertyName("e")] string? Event,
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

    [JsonPropertyName("at")] public string? AlgoType { get; init; }

    /// <summary>Number of the ordinary order that the trigger made; blank before.</summary>
    [JsonPropertyName("ai")] public string? ActualOrderId { get; init; }

    /// <summary>Type of the ordinary order; "0" before the trigger.</summary>
    [JsonPropertyName("act")] public string? ActualType { get; init; }

    [JsonPropertyName("V")] public string? SelfTradePrevention { get; init; }

    [JsonPropertyName("pm")] public string? PriceMatch { get; init; }

    [JsonPropertyName("pP")] public bool? PriceProtect { get; init; }

    /// <summary>0 before the trigger.</summary>
    [JsonPropertyName("tt")] public long? TriggeredAt { get; init; }

    [JsonPropertyName("ia")] public bool? IsActivated { get; init; }

    /// <summary>Why the order failed after its trigger.</summary>
    [JsonPropertyName("rm")] public string? Refusal { get; init; }
}

internal sealed record UserAccountFrame(
    [property: JsonPropertyName("e")] string? Event,
    [property: JsonPropertyName("E")] long SentAt,
    [property: JsonPropertyName("T")] long MatchedAt,
    [property: JsonPropertyName("a")] UserAccount Account);

internal sealed record UserAccount(
    [property: JsonPropertyName("m")] string? Reason,
    [property: JsonPropertyName("B")] UserBalance[]? Balances,
    [property: JsonPropertyName("P")] UserPosition[]? Positions);

/// <param name="Change">Of the wallet, without profit and fees.</param>
internal sealed record UserBalance(
    [property: JsonPropertyName("a")] string Asset,
    [property: JsonPropertyName("wb")] decimal WalletBalance,
    [property: JsonPropertyName("cw")] decimal? CrossWalletBalance,
    [property: JsonPropertyName("bc")] decimal? Change);

internal sealed record UserPosition(
    [property: JsonPropertyName("s")] string Symbol,
    [property: JsonPropertyName("pa")] decimal Quantity,
    [property: JsonPropertyName("ep")] decimal EntryPrice,
    [property: JsonPropertyName("bep")] decimal? BreakEvenPrice,
    [property: JsonPropertyName("cr")] decimal? RealizedPnl,
    [property: JsonPropertyName("up")] decimal? UnrealizedPnl,
    [property: JsonPropertyName("mt")] string? MarginType,
    [property: JsonPropertyName("iw")] decimal? IsolatedWallet,
    [property: JsonPropertyName("ps")] string? Side,
    [property: JsonPropertyName("ma")] string? MarginAsset);

internal sealed record UserConfigFrame(
    [property: JsonPropertyName("E")] long SentAt,
    [property: JsonPropertyName("T")] long MatchedAt,
    [property: JsonPropertyName("ac")] UserLeverage? Leverage,
    [property: JsonPropertyName("ai")] UserAssetsMode? AssetsMode);

internal sealed record UserAssetsMode([property: JsonPropertyName("j")] bool IsMultiAssets);

internal sealed record UserLeverage([property: JsonPropertyName("s")] string Symbol, [property: JsonPropertyName("l")] int Leverage);
