using System.ComponentModel.DataAnnotations;

namespace Etrms.Venue.Binance.Limits;

/// <summary>The limits that the venue enforces and announces in exchangeInfo.</summary>
internal sealed class LimitOptions
{
    public const string Section = "Venue:Limits";

    /// <summary>Request weight per minute and address.</summary>
    [Range(1, int.MaxValue)]
    public int WeightPerMinute { get; set; } = 2400;

    /// <summary>New orders per ten seconds and account.</summary>
    [Range(1, int.MaxValue)]
    public int OrdersPerTenSeconds { get; set; } = 300;

    /// <summary>New orders per minute and account.</summary>
    [Range(1, int.MaxValue)]
    public int OrdersPerMinute { get; set; } = 1200;

    /// <summary>Requests answered 429 within one minute before the address is banned.</summary>
    [Range(1, int.MaxValue)]
    public int RefusalsBeforeBan { get; set; } = 100;
}
