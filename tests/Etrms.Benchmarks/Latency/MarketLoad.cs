using System.Globalization;

namespace Etrms.Benchmarks.Latency;

/// <summary>Keeps the prices of every other contract moving, so that the worker takes in marks and book tops all the while.</summary>
internal sealed class MarketLoad : IAsyncDisposable
{
    /// <summary>A changed price is one book top and one mark.</summary>
    private const int FramesPerChange = 2;

    /// <summary>The venue applies changes twenty milliseconds apart, so a few of them meet in one frame.</summary>
    private const double Margin = 1.3;

    private const decimal Swing = 0.0002m;
    private static readonly TimeSpan Renewed = TimeSpan.FromSeconds(2);

    /// <summary>Longer than until its renewal, so that no late one leaves a hole.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _end = new();
    private readonly BenchVenue _venue;
    private readonly IReadOnlyDictionary<string, decimal> _prices;
    private readonly TimeSpan _apart;
    private readonly Task _running;

    private MarketLoad(BenchVenue venue, IReadOnlyDictionary<string, decimal> prices, int perSecond)
    {
        (_venue, _prices) = (venue, prices);
        _apart = TimeSpan.FromSeconds(prices.Count * FramesPerChange / (perSecond * Margin));
        _running = RunAsync();
    }

    /// <param name="perSecond">Frames that the worker shall receive in a second.</param>
    public static async Task<MarketLoad> StartAsync(BenchVenue venue, IEnumerable<string> symbols, int perSecond)
    {
        var prices = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            prices[symbol] = await venue.ReadMarkAsync(symbol);
        }

        return new MarketLoad(venue, prices, perSecond);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Renewed);
        do
        {
            foreach (var (symbol, price) in _prices)
            {
                await _venue.PlayAsync(symbol, PathAround(price));
            }
        }
        while (await timer.WaitForNextTickAsync(_end.Token));
    }

    /// <summary>The coming seconds: up and down by a little, never twice the same.</summary>
    private List<(int AfterMs, decimal Price)> PathAround(decimal price)
    {
        var path = new List<(int, decimal)>();
        for (var at = TimeSpan.Zero; at < Ahead; at += _apart)
        {
            var phase = (decimal)Math.Sin(at.TotalSeconds * 7) * Swing;
            path.Add(((int)at.TotalMilliseconds, decimal.Parse((price * (1 + phase)).ToString("G8", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)));
        }

        return path;
    }
}
