using System.Text.Json;
using Etrms.Domain.Analysis.Indicators;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>The columns that an input has.</summary>
internal sealed record BarArrays(double[]? Open, double[]? High, double[]? Low, double[]? Close, double[]? Volume)
{
    public BarSpans Spans => new() { Open = Open, High = High, Low = Low, Close = Close, Volume = Volume };

    public static BarArrays Of(JsonElement input) => new(
        input.NumbersOrNull("open"), input.NumbersOrNull("high"), input.NumbersOrNull("low"), input.NumbersOrNull("close"), input.NumbersOrNull("volume"));
}
