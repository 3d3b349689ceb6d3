using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Indicators.Volume;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>Volume by price.</summary>
internal sealed class VolumeProfileCalculation : ICalculation
{
    private const double UsualShare = 0.7;

    public string Name => "VOLUME_PROFILE";

    public string Family => "indicators";

    public string Summary => "Volume by price: point_of_control, value_area_low, value_area_high, value_area_volume, prices, volumes (each bar's volume at its close)";

    public IReadOnlyList<CalculationParameter> Parameters { get; } =
    [
        new("close", "numbers"),
        new("volume", "numbers"),
        new("width", "of a bucket, in units of price"),
        new("share", "of the volume that the value area holds", "0.7"),
    ];

    public JsonNode Run(JsonElement input)
    {
        var bars = BarArrays.Of(input, BarColumns.Close | BarColumns.Volume);
        var (width, share) = (input.Number("width"), input.Number("share", UsualShare));
        if (width <= 0 || share is <= 0 or > 1)
        {
            throw CalculationInput.Bad("\"width\" must be above 0, and \"share\" above 0 and not above 1.");
        }

        var profile = VolumeProfile.Of(bars.Close, bars.Volume, width, share);
        var area = profile is null ? [] : profile.Buckets.AsSpan(profile.Low, profile.High - profile.Low + 1).ToArray();
        return new JsonObject
        {
            ["point_of_control"] = profile?.Buckets[profile.Control].Price,
            ["value_area_low"] = profile?.Buckets[profile.Low].Price,
            ["value_area_high"] = profile?.Buckets[profile.High].Price,
            ["value_area_volume"] = profile is null ? null : area.Sum(bucket => bucket.Volume),
            ["prices"] = CalculationInput.Series(profile?.Buckets.Select(bucket => bucket.Price) ?? []),
            ["volumes"] = CalculationInput.Series(profile?.Buckets.Select(bucket => bucket.Volume) ?? []),
        };
    }
}
