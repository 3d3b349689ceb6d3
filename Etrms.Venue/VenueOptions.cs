using System.ComponentModel.DataAnnotations;
using Etrms.Exchanges;

namespace Etrms.Venue;

/// <summary>Where prices are wanted from.</summary>
public enum PriceChoice
{
    /// <summary>Recorded candles where a folder is given, else public history, else the market model.</summary>
    Recorded,

    /// <summary>A live public feed; the venue does not start where it cannot be reached.</summary>
    Live,
}

/// <summary>How the paper venue runs.</summary>
public sealed class VenueOptions : IValidatableObject
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

    public PriceChoice Prices { get; set; }

    /// <summary>The exchange that live prices come from; Paper follows another paper venue.</summary>
    public VenueNetwork LiveNetwork { get; set; } = VenueNetwork.Live;

    /// <summary>Base of its public streams.</summary>
    public Uri LiveStreams { get; set; } = new("wss://fstream.binance.com");

    /// <summary>Folder with recorded candles, or its parent; from ETRMS_MARKET_DATA.</summary>
    public string? MarketData { get; set; }

    /// <summary>Recorded candles are shifted by whole days so that market time is wall time, as clients of a real venue expect.</summary>
    public bool AlignToWall { get; set; }

    /// <summary>Without recorded candles, a week of public ones is fetched where the exchange can be reached.</summary>
    public bool FetchHistory { get; set; } = true;

    /// <summary>Answers /control on any interface, not on loopback alone.</summary>
    public bool ControlAnywhere { get; set; }

    public IEnumerable<string> SymbolList =>
        Symbols.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MarketData is { Length: > 0 } && !Directory.Exists(MarketData))
        {
            yield return new ValidationResult($"ETRMS_MARKET_DATA names {MarketData}, which is no folder.", [nameof(MarketData)]);
        }

        if (Prices == PriceChoice.Live && (Speed != 1 || StartAt is not null || AlignToWall))
        {
            yield return new ValidationResult("Live prices come at their own pace: no Venue__Speed, Venue__StartAt or Venue__AlignToWall.", [nameof(Prices)]);
        }

        if (AlignToWall && Speed != 1)
        {
            yield return new ValidationResult("Venue__AlignToWall needs Venue__Speed 1.", [nameof(Speed)]);
        }
    }
}
