using System.ComponentModel.DataAnnotations;

namespace Etrms.Venue.Hyperliquid.Limits;

/// <summary>The limits that the Hyperliquid side enforces.</summary>
internal sealed class HyperliquidOptions
{
    public const string Section = "Venue:Hyperliquid";

    /// <summary>
    /// Request weight per minute and IP address. The exchange has 1200; here every client of the machine comes from one address.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int WeightPerMinute { get; set; } = 12_000;

    /// <summary>Actions that an address may send before it has traded anything; each USDC traded adds one.</summary>
    [Range(0, int.MaxValue)]
    public int FirstActions { get; set; } = 10_000;

    /// <summary>USDC that an address must have traded before it may schedule a cancellation.</summary>
    [Range(0, int.MaxValue)]
    public int ScheduleCancelVolume { get; set; } = 1_000_000;

    [Range(1, int.MaxValue)]
    public int Connections { get; set; } = 100;

    /// <summary>A socket on which the client says nothing for so long is cut; a ping is enough.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestSilence { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Subscriptions of one socket.</summary>
    [Range(1, int.MaxValue)]
    public int Subscriptions { get; set; } = 1_000;
}
