using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;

namespace Etrms.Domain.Tests.Risk;

/// <summary>Liquidation prices that a venue published, from the reference folder; skipped without it.</summary>
public sealed class MarginVectorTests
{
    [Fact]
    public void Published_liquidation_prices_come_out_to_the_cent()
    {
        var folder = Environment.GetEnvironmentVariable("ETRMS_REFERENCE");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "ETRMS_REFERENCE is not set");
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder!, "vectors", "exchange", "liquidation.json")));

        var vectors = file.RootElement.GetProperty("vectors").EnumerateArray()
            .Where(vector => vector.GetProperty("venue").GetString() == "binance").ToList();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector => Assert.Equal(
            Number(vector, "expectedLiquidationPrice"), decimal.Round(LiquidationPrice(vector)!.Value, 2)));
    }

    private static decimal? LiquidationPrice(JsonElement vector)
    {
        var direction = vector.GetProperty("side").GetString() == "long" ? 1 : -1;
        var (maintenance, pnl) = (0m, 0m);
        foreach (var other in vector.GetProperty("other").EnumerateArray())
        {
            maintenance += (Number(other, "size") * Number(other, "markPrice") * Number(other, "mmRate")) - Number(other, "cum");
            pnl += Number(other, "size") * (Number(other, "markPrice") - Number(other, "entryPrice"));
        }

        var bracket = new LeverageBracket(1, 1, 0, decimal.MaxValue, Number(vector, "mmRate"), Number(vector, "cum"));
        return Margin.LiquidationPrice(
            Some.Instrument("ETHUSDT") with { Brackets = [bracket] }, direction * Number(vector, "size"), Number(vector, "entryPrice"),
            Number(vector, "walletBalance"), maintenance, pnl);
    }

    private static decimal Number(JsonElement element, string name) =>
        decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
