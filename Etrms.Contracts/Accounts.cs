using System.ComponentModel.DataAnnotations;
using Etrms.Domain.Market;

namespace Etrms.Contracts;

public enum AccountNetwork
{
    Paper,
    Testnet,
    Live,
}

/// <summary>A connected exchange account with its live figures; null means unknown.</summary>
public sealed record AccountView
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required Exchange Exchange { get; init; }

    public required AccountNetwork Network { get; init; }

    public bool IsDemo { get; init; }

    /// <summary>Sub-account or vault address on Hyperliquid; null for the main wallet, and on Binance.</summary>
    public string? TradesFor { get; init; }

    public bool IsMonitored { get; init; }

    /// <summary>"connected", "degraded", "disconnected", "reconciling" or "stopped".</summary>
    public required string Connection { get; init; }

    public string? ConnectionDetail { get; init; }

    public decimal? Equity { get; init; }

    public decimal? WalletBalance { get; init; }

    public decimal? AvailableBalance { get; init; }

    public decimal? UnrealizedPnl { get; init; }

    public decimal? DayPnl { get; init; }

    /// <summary>Maintenance margin over margin balance, fraction; liquidation at 1.</summary>
    public decimal? MarginRatio { get; init; }

    public decimal? FundingToday { get; init; }

    public decimal? FeesToday { get; init; }

    /// <summary>When the exchange's trading rules and margin tables were last read.</summary>
    public DateTimeOffset? RulesReadAt { get; init; }

    /// <summary>Request weight used of the limit in the running minute.</summary>
    public int? UsedWeight { get; init; }

    public int? WeightLimit { get; init; }

    public double? ClockOffsetMs { get; init; }

    public DateTimeOffset? SyncedAt { get; init; }
}

public sealed record AccountsView(IReadOnlyList<AccountView> Accounts);

public sealed record CreateAccountRequest
{
    [Required, StringLength(60, MinimumLength = 1)]
    public string Name { get; init; } = "";

    [Required]
    public Exchange? Exchange { get; init; }

    [Required]
    public AccountNetwork? Network { get; init; }

    /// <summary>On Hyperliquid the address of the main wallet.</summary>
    [Required, StringLength(200, MinimumLength = 6)]
    public string ApiKey { get; init; } = "";

    /// <summary>On Hyperliquid the private key of an agent ("API") wallet, which can trade and cannot withdraw.</summary>
    [Required, StringLength(400, MinimumLength = 6)]
    public string ApiSecret { get; init; } = "";

    /// <summary>Hyperliquid only: a sub-account or vault that the wallet trades for.</summary>
    [StringLength(100)]
    public string? TradesFor { get; init; }
}

/// <summary>Takes a balance that changed without a booking as it is: from here on the difference counts as profit or loss.</summary>
public sealed record AcceptBalanceRequest
{
    [Required, StringLength(500, MinimumLength = 3)]
    public string Reason { get; init; } = "";
}

public sealed record RenameAccountRequest([property: Required, StringLength(60, MinimumLength = 1)] string Name);

public sealed record RotateKeyRequest
{
    [Required, StringLength(200, MinimumLength = 6)]
    public string ApiKey { get; init; } = "";

    [Required, StringLength(400, MinimumLength = 6)]
    public string ApiSecret { get; init; } = "";
}

/// <summary>A stored key; the secret never leaves the server. State is "active", "disabled" or "failed".</summary>
public sealed record ApiKeyView(
    Guid AccountId, string MaskedKey, bool? CanTrade, bool? CanWithdraw, bool? IsIpRestricted, string State, string? Detail,
    DateTimeOffset CreatedAt, DateTimeOffset? TestedAt);

public sealed record ApiKeysView(IReadOnlyList<ApiKeyView> Keys);
