using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Assistant.Setups.Candlesticks;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>One candlestick pattern over given columns.</summary>
internal sealed class CandlestickCalculation(CandlePattern pattern) : ICalculation
{
    private const string Penetration = "penetration";

    public string Name => pattern.Code;

    public string Family => "candlestick patterns";

    public string Summary => $"{pattern.Title}: signal, 100 for an expected rise, -100 for a fall, 0 for none (TA-Lib)";

    public IReadOnlyList<CalculationParameter> Parameters { get; } =
    [
        .. BarArrays.NamesOf(BarColumns.Prices).Select(column => new CalculationParameter(column, "numbers, oldest first")),
        .. pattern.Penetration is { } share
            ? new[] { new CalculationParameter(Penetration, "share of the first body that the last candle must close into", JsonSerializer.Serialize(share)) }
            : [],
    ];

    public JsonNode Run(JsonElement input)
    {
        var bars = BarArrays.Of(input, BarColumns.Prices);
        var signals = new double[bars.Spans.Count];
        IndicatorRun.Over(new CandlestickScan([pattern], pattern.Penetration is { } share ? input.Number(Penetration, share) : null), bars.Spans, signals);
        return new JsonObject { ["signal"] = CalculationInput.Series(signals) };
    }
}
