using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Etrms.Domain.Trading;
using Etrms.Venue.Market;

namespace Etrms.Venue.Control;

/// <summary>Market seconds per wall second.</summary>
public sealed record SpeedRequest([property: Range(0.01, 10_000)] double Speed);

public sealed record JumpRequest(DateTimeOffset To);

/// <param name="Venue">binance or hyperliquid.</param>
public sealed record PriceRequest(
    [property: Required] string Symbol, [property: Range(typeof(decimal), "0.00000001", "1000000000")] decimal Price, string? Venue = null);

/// <param name="Rate">US dollars that one USDT is worth.</param>
public sealed record CollateralRequest([property: Range(typeof(decimal), "0.0001", "2")] decimal Rate);

/// <param name="IsHalted">False gives the book back.</param>
public sealed record HaltRequest([property: Required] string Symbol, bool IsHalted = true);

/// <summary>An order of a stranger that rests in the book of a contract; he never fills.</summary>
/// <param name="Quantity">Base units; 0 takes it away.</param>
public sealed record WallRequest(
    [property: Required] string Symbol, OrderSide Side, [property: Range(typeof(decimal), "0.00000001", "1000000000")] decimal Price,
    [property: Range(typeof(decimal), "0", "1000000000000")] decimal Quantity, string? Venue = null);

public sealed record ReleaseRequest([property: Required] string Symbol, string? Venue = null);

/// <param name="AfterMs">Wall time from now.</param>
public sealed record PathPointRequest(
    [property: Range(0, 86_400_000)] int AfterMs, [property: Range(typeof(decimal), "0.00000001", "1000000000")] decimal Price);

public sealed record PathRequest(
    [property: Required] string Symbol, [property: MinLength(1)] IReadOnlyList<PathPointRequest> Points, string? Venue = null)
{
    internal ImmutableArray<PathPoint> ToPath() =>
        [.. Points.OrderBy(point => point.AfterMs).Select(point => new PathPoint(TimeSpan.FromMilliseconds(point.AfterMs), point.Price))];
}

/// <param name="Balance">First deposit, in USDT or USDC.</param>
/// <param name="Venue">binance (when null) or hyperliquid.</param>
public sealed record AccountRequest(
    [property: Required, MaxLength(100)] string Label, [property: Range(typeof(decimal), "0.01", "1000000000")] decimal Balance,
    bool CanWithdraw = false, string? Venue = null);

public sealed record AccountCreated(string Label, string ApiKey, string ApiSecret)
{
    public override string ToString() => $"AccountCreated({Label})";
}

/// <param name="Address">Main wallet: what the account is named by.</param>
/// <param name="AgentPrivateKey">Key of the agent that trades for it.</param>
public sealed record WalletCreated(string Label, string Address, string AgentPrivateKey)
{
    public override string ToString() => $"WalletCreated({Address})";
}

/// <param name="ApiKey">A key of the account that is to have a further one.</param>
/// <param name="PublicKey">PEM text, RSA or Ed25519.</param>
public sealed record KeyRequest([property: Required] string ApiKey, [property: Required, MaxLength(10_000)] string PublicKey);

public sealed record KeyAdded(string ApiKey);

/// <summary>Closes a position as auto-deleveraging does.</summary>
public sealed record DeleverageRequest(
    [property: Required] string ApiKey, [property: Required] string Symbol, PositionSide PositionSide = PositionSide.Both);

/// <summary>What the venue does at this moment.</summary>
/// <param name="PriceSource">candles, history or simulated.</param>
public sealed record VenueStatus(
    PriceSource PriceSource, MarketPhase Phase, DateTimeOffset MarketTime, DateTimeOffset WallTime, double Speed, bool Paused,
    ImmutableArray<string> Symbols)
{
    internal static VenueStatus Of(MarketStatus status) =>
        new(status.PriceSource, status.Phase, status.MarketAt, status.WallAt, status.Speed, status.Phase == MarketPhase.Paused, status.Symbols);
}
