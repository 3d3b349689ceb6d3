using System.Globalization;
using System.IO.Compression;
using System.Text;
using Etrms.Contracts;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;

namespace Etrms.Benchmarks.Latency;

/// <summary>A grid that the worker computes beside the accounts that it guards, for longer than anything is measured.</summary>
internal sealed class BesideGrid
{
    private const int Hours = 30_000;
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly BenchTrader _trader;
    private readonly Guid _backtest;
    private readonly Guid _job;

    private BesideGrid(BenchTrader trader, Guid backtest, Guid job) => (_trader, _backtest, _job) = (trader, backtest, job);

    /// <summary>Returns when pieces of it are being computed.</summary>
    public static async Task<BesideGrid> StartAsync(BenchTrader trader)
    {
        await trader.UploadAsync("/data/imports?exchange=binance&symbol=BTCUSDT&kind=perpetual&timeframe=1h", Packed());
        var backtest = (await trader.PostAsync("/backtest", Request())).GetProperty("id").GetGuid();
        var started = await trader.PostAsync($"/backtest/{backtest}/run", new { });
        var grid = new BesideGrid(trader, backtest, started.GetProperty("job_id").GetGuid());
        await Waiting.UntilAsync("the worker computes", async () => await grid.FractionAsync() > 0);
        return grid;
    }

    /// <summary>How much of it is done.</summary>
    public async Task<decimal> FractionAsync()
    {
        var view = await _trader.GetAsync($"/backtest/{_backtest}");
        var fraction = view.GetProperty("progress").GetProperty("fraction");
        return view.GetProperty("state").GetString() == "RUNNING" && decimal.TryParse(fraction.ToString(), CultureInfo.InvariantCulture, out var done) ? done : 0;
    }

    /// <summary>Cancels it; the time from there until the last piece that ran has let go of its core.</summary>
    public async Task<TimeSpan> CancelAsync()
    {
        var from = TimeProvider.System.GetUtcNow();
        await _trader.PostAsync($"/backtest/{_backtest}/cancel", new { });
        await Waiting.UntilAsync("the worker lets go", async () => await LetGoAsync() is not null);
        return (await LetGoAsync())!.Value - from;
    }

    private async Task<DateTimeOffset?> LetGoAsync() => (await _trader.GetAsync($"/jobs/{_job}")).GetProperty("log").EnumerateArray()
        .Where(line => line.GetProperty("text").GetString()!.EndsWith("was let go.", StringComparison.Ordinal))
        .Select(line => (DateTimeOffset?)line.GetProperty("at").GetDateTimeOffset()).Max();

    private static BacktestBody Request() => new()
    {
        Name = "Beside",
        Type = BacktestType.Optimization,
        StartDate = From,
        EndDate = From.AddHours(Hours),
        Exchanges = [Exchange.Binance],
        Symbols = ["BTCUSDT"],
        Timeframe = "1h",
        InitialCapital = 10_000,
        Parameters = new BacktestParametersBody
        {
            ParametersToOptimize = new Dictionary<string, ParameterRangeBody>(StringComparer.Ordinal)
            {
                ["fast"] = new() { Start = 2, End = 251, Step = 1 },
                ["slow"] = new() { Start = 300, End = 699, Step = 1 },
            },
        },
    };

    /// <summary>Two waves of different length over a slow rise.</summary>
    private static byte[] Packed()
    {
        var rows = new StringBuilder("open_time_ms,open,high,low,close,volume\n");
        for (var hour = 0; hour < Hours; hour++)
        {
            var (open, close) = (Price(hour), Price(hour + 1));
            rows.Append(CultureInfo.InvariantCulture, $"{From.AddHours(hour).ToUnixTimeMilliseconds()},{open},{Math.Max(open, close) + 5},{Math.Min(open, close) - 5},{close},12.5\n");
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(rows.ToString()));
        }

        return packed.ToArray();
    }

    private static decimal Price(int hour) => Math.Round((decimal)(40_000 + (0.2 * hour) + (3_000 * Math.Sin(hour / 60.0)) + (900 * Math.Sin(hour / 11.0))), 1);
}
