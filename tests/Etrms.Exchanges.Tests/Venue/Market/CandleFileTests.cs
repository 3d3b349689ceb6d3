using System.IO.Compression;
using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Exchanges.Tests.Venue.Market;

public sealed class CandleFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("etrms-candles");

    [Fact]
    public async Task Rows_are_read_with_or_without_a_header_and_blank_lines()
    {
        var path = Write("BTCUSDT-1m.csv.gz", "open_time_ms,open,high,low,close,volume", "1749772800000,105,106,104,105.5,12.5", "", "1749772860000,1E2,106,99,105.5,0");

        var candles = await CandleFile.ReadCandlesAsync(path, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                new Candle(new DateTimeOffset(2025, 6, 13, 0, 0, 0, TimeSpan.Zero), 105, 106, 104, 105.5m, 12.5m),
                new Candle(new DateTimeOffset(2025, 6, 13, 0, 1, 0, TimeSpan.Zero), 100, 106, 99, 105.5m, 0),
            ],
            candles);
    }

    [Theory]
    [InlineData("1749772800000,105,106,104,105.5")]
    [InlineData("1749772800000,105,106,104,NaN,1")]
    [InlineData("1749772800000,105,104,106,105,1")]
    [InlineData("1749772800000,105,106,104,107,1")]
    [InlineData("1749772800000,105,106,-1,105,1")]
    [InlineData("1749772800000,105,106,104,105,-1")]
    [InlineData("2025-06-13,105,106,104,105,1")]
    [InlineData("99999999999999999999,105,106,104,105,1")]
    public async Task A_broken_row_is_named_by_file_and_line(string row)
    {
        var path = Write("BTCUSDT-1m.csv.gz", "open_time_ms,open,high,low,close,volume", row);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () =>
            await CandleFile.ReadCandlesAsync(path, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));

        Assert.Contains("BTCUSDT-1m.csv.gz, line 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bars_out_of_order_are_refused()
    {
        Write("BTCUSDT-1m.csv.gz", "1749772860000,105,106,104,105.5,1", "1749772800000,105,106,104,105.5,1");
        var file = Assert.Single(new CandleFolder(_folder.FullName).Files("BTCUSDT"));

        await Assert.ThrowsAsync<InvalidDataException>(() => CandleFolder.ReadAsync(file, TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Files_are_known_by_symbol_and_interval_finest_first()
    {
        foreach (var name in new[] { "BTCUSDT-1h.csv.gz", "BTCUSDT-1m-2026.csv.gz", "BTCUSDT-funding.csv.gz", "BTCUSDT-mark-1h.csv.gz", "ETHUSDT-1m.csv.gz", "BTCUSDT-1d.csv" })
        {
            Write(name);
        }

        var files = new CandleFolder(_folder.FullName).Files("BTCUSDT");

        Assert.Equal(["BTCUSDT-1m-2026.csv.gz", "BTCUSDT-1h.csv.gz"], files.Select(file => Path.GetFileName(file.Path)));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, params string[] lines)
    {
        var path = Path.Combine(_folder.FullName, name);
        using var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }

        return path;
    }
}
