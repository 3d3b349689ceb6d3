using Etrms.Domain.Market;

namespace Etrms.Exchanges.Binance;

/// <summary>Whole books by REST.</summary>
internal static class BinanceDepth
{
    /// <summary>Depths that the venue has, with their weights.</summary>
    private static readonly (int Limit, int Weight)[] Depths = [(5, 2), (10, 2), (20, 2), (50, 2), (100, 5), (500, 10), (1000, 20)];

    public static int Deepest => Depths[^1].Limit;

    /// <param name="depth">Levels wanted of each side; rounded up to what the venue has.</param>
    public static async Task<DepthMessage> ReadAsync(BinanceRest rest, InstrumentId instrument, int depth, CancellationToken cancellationToken)
    {
        var (limit, weight) = Array.Find(Depths, row => row.Limit >= depth) is { Limit: > 0 } found ? found : Depths[^1];
        var call = BinanceCall.Get("/fapi/v1/depth", weight) with { Auth = BinanceAuth.None };
        call.Parameters.Add("symbol", instrument.Symbol).Add("limit", (long?)limit);
        return (await rest.CallAsync(call, BinanceJson.Default.DepthMessage, cancellationToken)).OrThrow($"The book of {instrument}");
    }
}
