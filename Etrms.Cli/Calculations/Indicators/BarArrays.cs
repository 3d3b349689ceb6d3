using System.Numerics;
using System.Text.Json;
using Etrms.Domain.Analysis.Indicators;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>The columns that an input has.</summary>
internal sealed record BarArrays(double[]? Open, double[]? High, double[]? Low, double[]? Close, double[]? Volume)
{
    public BarSpans Spans => new() { Open = Open, High = High, Low = Low, Close = Close, Volume = Volume };

    public static BarArrays Of(JsonElement input) => new(
        input.NumbersOrNull("open"), input.NumbersOrNull("high"), input.NumbersOrNull("low"), input.NumbersOrNull("close"), input.NumbersOrNull("volume"));

    /// <summary>Refuses an input that lacks what a calculation reads, or holds what no market has.</summary>
    public static BarArrays Of(JsonElement input, BarColumns read)
    {
        foreach (var column in NamesOf(read))
        {
            input.Numbers(column);
        }

        var bars = Of(input);
        return bars.Spans.Fault(read) is { } fault ? throw CalculationInput.Bad($"{fault}.") : bars;
    }

    public static IEnumerable<string> NamesOf(BarColumns columns) =>
        Enum.GetValues<BarColumns>().Where(column => BitOperations.IsPow2((int)column) && columns.HasFlag(column)).Select(BarSpans.Name);
}
