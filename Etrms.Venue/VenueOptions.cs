using System.ComponentModel.DataAnnotations;

namespace Etrms.Venue;

/// <summary>How the paper venue runs.</summary>
public sealed class VenueOptions
{
    public const string Section = "Venue";

    /// <summary>Market time at the first start; null lets the price source choose.</summary>
    public DateTimeOffset? StartAt { get; set; }

    /// <summary>Market seconds per wall second.</summary>
    [Range(0.01, 10_000)]
    public double Speed { get; set; } = 1;

    /// <summary>Contracts to list, separated by commas.</summary>
    [Required]
    public string Symbols { get; set; } = "BTCUSDT,ETHUSDT,SOLUSDT,BNBUSDT,ADAUSDT,LINKUSDT,DOGEUSDT,AVAXUSDT";

    public int Seed { get; set; } = 1;

    /// <summary>Folder that keeps accounts, orders and market time over restarts; null keeps nothing.</summary>
    public string? StateFolder { get; set; }

    /// <summary>Folder with recorded candles (binance-usdm/*.csv.gz below it); from ETRMS_MARKET_DATA.</summary>
    public string? MarketData { get; set; }

    /// <summary>Answers /control on any interface, not on loopback alone.</summary>
    public bool ControlAnywhere { get; set; }
}
