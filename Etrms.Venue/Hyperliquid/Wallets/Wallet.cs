using System.Collections.Immutable;

namespace Etrms.Venue.Hyperliquid.Wallets;

/// <summary>What an address of the venue is.</summary>
internal enum WalletKind
{
    Main,
    SubAccount,
    Vault,
}

/// <summary>A key that may trade for a main wallet, but neither move its money nor approve others.</summary>
/// <param name="Name">Empty for the one agent without a name.</param>
internal sealed record Agent(string Address, string Name, DateTimeOffset? ValidUntil);

/// <summary>Money that came or went without a trade.</summary>
/// <param name="Kind">Type of the ledger update on the wire.</param>
/// <param name="Amount">Signed, in USDC.</param>
/// <param name="Other">The other address; null when there is none.</param>
internal sealed record Movement(DateTimeOffset At, string Kind, decimal Amount, string? Other);

/// <summary>An address with an account of its own.</summary>
internal sealed record Wallet
{
    public required string Address { get; init; }

    public required string Label { get; init; }

    public required WalletKind Kind { get; init; }

    /// <summary>Who trades a sub-account or leads a vault; null for a main wallet.</summary>
    public string? Master { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public ImmutableArray<Agent> Agents { get; init; } = [];

    /// <summary>Most that a builder may charge, in tenths of a basis point, by the builder's address.</summary>
    public ImmutableSortedDictionary<string, int> Builders { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>USDC on the spot side, which no perpetual can use.</summary>
    public decimal Spot { get; init; }

    public ImmutableArray<Movement> Movements { get; init; } = [];

    public string? Referrer { get; init; }
}
