using System.Globalization;
using Etrms.Cli;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Integration.Tests.Data;

/// <summary>The command line, the Api, a job and the paper venue's history together.</summary>
[Collection(nameof(DataBed))]
public sealed class DownloadTests(DataBed bed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_download_stores_candles_and_funding_once_and_a_second_one_asks_for_nothing()
    {
        string[] command = Download("BTCUSDT,ETHUSDT", "1m,1h", hours: 30, "--network", "paper");

        var (code, first) = await bed.ReadAsync<DownloadView>(command);
        var (again, second) = await bed.ReadAsync<DownloadView>(command);
        var (_, list) = await bed.ReadAsync<SeriesListView>("data", "list");

        Assert.Equal((ExitCode.Complete, ExitCode.Complete), (code, again));
        Assert.Equal((DownloadState.Complete, 1m), (first.State, first.Progress));
        Assert.Equal([30 * 60, 30, 30 * 60, 30], first.Parts.Where(part => part.Kind == SeriesKind.Perpetual).Select(part => part.FetchedRows));
        Assert.All(first.Parts.Where(part => part.Kind == SeriesKind.Funding), part => Assert.InRange(part.FetchedRows, 3, 4));
        Assert.All(second.Parts, part => Assert.Equal(0, part.FetchedRows));
        Assert.All(first.Parts, part => Assert.Equal(
            (part.FetchedRows, SeriesSource.Paper), list.Series.Where(series => series.Id == part.SeriesId).Select(series => (series.Rows, series.Source)).Single()));
    }

    [Fact]
    public async Task One_spelling_downloads_the_same_coin_from_both_venues()
    {
        var (code, download) = await bed.ReadAsync<DownloadView>(Download("ADAUSDT", "15m", hours: 10, "--network", "paper", "--exchange", "all"));

        Assert.True(code == ExitCode.Complete, $"{code}: {download.Error}");
        Assert.Equal(
            [(Exchange.Binance, "ADAUSDT", 40L), (Exchange.Hyperliquid, "ADA", 40L)],
            download.Parts.Where(part => part.Kind == SeriesKind.Perpetual).Select(part => (part.Exchange, part.Symbol, part.FetchedRows)));
        Assert.All(download.Parts.Where(part => part.Kind == SeriesKind.Funding), part => Assert.NotEqual(0, part.FetchedRows));
    }

    [Fact]
    public async Task The_range_holds_its_start_and_ends_before_its_end()
    {
        var (_, download) = await bed.ReadAsync<DownloadView>(Download("SOLUSDT", "1h", hours: 5, "--network", "paper", "--no-funding"));
        var (_, list) = await bed.ReadAsync<SeriesListView>("data", "list");

        var series = Assert.Single(list.Series, series => series.Id == Assert.Single(download.Parts).SeriesId);
        Assert.Equal((5, End.AddHours(-5), End.AddHours(-1)), (series.Rows, series.FirstAt, series.LastAt));
    }

    [Fact]
    public async Task A_candle_that_is_still_open_is_not_stored()
    {
        var (_, download) = await bed.ReadAsync<DownloadView>(
            "data", "download", "--network", "paper", "--symbols", "BNBUSDT", "--timeframes", "1h", "--no-funding",
            "--start", Text(End.AddHours(-3)), "--end", Text(bed.MarketTime.AddDays(2)));
        var (_, list) = await bed.ReadAsync<SeriesListView>("data", "list");

        var series = Assert.Single(list.Series, series => series.Id == Assert.Single(download.Parts).SeriesId);
        Assert.Equal(DownloadState.Complete, download.State);
        Assert.True(series.LastAt!.Value.AddHours(1) <= bed.MarketTime.AddMinutes(5), $"The last candle opened at {series.LastAt}, the market's time was {bed.MarketTime}.");
    }

    [Fact]
    public async Task A_symbol_that_the_venue_does_not_list_is_named_with_what_it_lists()
    {
        var run = await bed.RunAsync(Download("BTCUSD1", "1h", hours: 2, "--network", "paper"));

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("Binance (paper) lists no perpetual contract BTCUSD1. Did you mean BTCUSDT?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_venue_does_not_have_is_a_gap_with_its_own_exit_code()
    {
        await using (var db = await bed.Api.DatabaseAsync(Token))
        {
            Assert.Equal(0, await db.MarketSeries.CountAsync(row => row.Symbol == "ETHUSDT" && row.TimeframeSeconds == 300, Token));
        }

        var run = await bed.RunAsync(
            "data", "download", "--network", "paper", "--symbols", "ETHUSDT", "--timeframes", "1m", "--no-funding",
            "--start", Text(End.AddDays(-400)), "--end", Text(End.AddDays(-399)));

        Assert.Equal(ExitCode.CompleteWithGaps, run.Code);
        Assert.Contains("1,440 rows", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupting_the_command_leaves_the_download_running()
    {
        await bed.SlowHistoryAsync(delayMs: 400);
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var following = bed.RunUntilAsync(Download("BTCUSDT", "5m", hours: 48, "--network", "paper", "--no-funding"), interrupt.Token);
        var id = await RunningAsync();

        await interrupt.CancelAsync();
        var run = await following;
        var followed = await bed.RunAsync("data", "download", "--follow", id.ToString());

        Assert.Equal(ExitCode.Interrupted, run.Code);
        Assert.Contains($"--cancel {id}", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Complete, followed.Code);
    }

    [Fact]
    public async Task A_cancelled_download_ends_and_keeps_what_it_stored()
    {
        await bed.SlowHistoryAsync(delayMs: 400);
        var following = bed.RunAsync(Download("ADAUSDT", "1m", hours: 24 * 13, "--network", "paper", "--no-funding"));
        var id = await RunningAsync();

        var cancelled = await bed.RunAsync("data", "download", "--cancel", id.ToString());
        var run = await following;

        Assert.Equal((ExitCode.Complete, ExitCode.Failed), (cancelled.Code, run.Code));
        Assert.Contains("Cancelled", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_is_killed_is_followed_by_one_that_fetches_only_the_rest()
    {
        await bed.SlowHistoryAsync(delayMs: 1500);
        var following = bed.ReadAsync<DownloadView>(Download("LINKUSDT", "1m", hours: 70, "--network", "paper", "--no-funding"));
        var id = await RunningAsync(fetched: 3000);

        await bed.KillWorkerAsync();
        await bed.StartWorkerAsync();
        var (code, download) = await following;
        var (_, list) = await bed.ReadAsync<SeriesListView>("data", "list");

        var part = Assert.Single(download.Parts);
        Assert.Equal((id, ExitCode.Complete, 70 * 60L), (download.Id, code, list.Series.Single(series => series.Id == part.SeriesId).Rows));
        Assert.Equal(70 * 60, part.FetchedRows);
    }

    private DateTimeOffset End => new(bed.MarketTime.Year, bed.MarketTime.Month, bed.MarketTime.Day, bed.MarketTime.Hour, 0, 0, TimeSpan.Zero);

    private static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private string[] Download(string symbols, string timeframes, int hours, params string[] more) =>
    [
        "data", "download", "--symbols", symbols, "--timeframes", timeframes, "--start", Text(End.AddHours(-hours)), "--end", Text(End), .. more,
    ];

    private async Task<Guid> RunningAsync(long fetched = 0)
    {
        var found = await Eventually.GetAsync(
            "a download runs",
            async token =>
            {
                await using var db = await bed.Api.DatabaseAsync(token);
                return await db.DataDownloads.AsNoTracking()
                    .Where(row => row.State == DownloadState.Running
                        && db.DataDownloadParts.Any(part => part.DownloadId == row.Id && part.FetchedRows >= fetched))
                    .FirstOrDefaultAsync(token);
            },
            Patience);
        return found.Id;
    }
}
