using System.IO.Compression;
using System.Text;
using Etrms.Cli;
using Etrms.Contracts;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Integration.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Data;

/// <summary>Files through the command line and the Api into the store.</summary>
[Collection(nameof(DataBed))]
public sealed class ImportTests(DataBed bed)
{
    private const string Header = "open_time_ms,open,high,low,close,volume";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_imported_once_and_again_without_a_change()
    {
        var file = Write("AAAUSDT-1h.csv.gz", [Header, .. Rows(100)]);

        var (code, first) = await bed.ReadAsync<IReadOnlyList<ImportView>>("data", "import", file);
        var (_, second) = await bed.ReadAsync<IReadOnlyList<ImportView>>("data", "import", file);

        Assert.Equal(ExitCode.Complete, code);
        Assert.Equal((100, 100, 0), (first[0].Rows, first[0].Inserted, first[0].Changed));
        Assert.Equal((100, 0, 0), (second[0].Rows, second[0].Inserted, second[0].Changed));
        Assert.Equal(
            ("AAAUSDT", SeriesKind.Perpetual, "1h", SeriesSource.Import, 100),
            (second[0].Series.Symbol, second[0].Series.Kind, second[0].Series.Timeframe, second[0].Series.Source, second[0].Series.Rows));
    }

    [Fact]
    public async Task The_series_is_read_from_name_and_folder_and_options_say_otherwise()
    {
        Directory.CreateDirectory(Path.Combine(bed.Folder, "binance-spot"));
        string[] rows = [Header, .. Rows(3)];
        string[] files =
        [
            Write("BBBUSDT-1h-2024.csv.gz", rows), Write("BBBUSDT-mark-1h.csv.gz", rows), Write(Path.Combine("binance-spot", "BBBUSDT-1h.csv.gz"), rows),
            Write("BBBUSDT-funding.csv.gz", ["time_ms,funding_rate", "1704067200000,0.0001"]),
        ];

        var (_, named) = await bed.ReadAsync<IReadOnlyList<ImportView>>(["data", "import", .. files]);
        var (_, told) = await bed.ReadAsync<IReadOnlyList<ImportView>>(
            "data", "import", Write("anything.gz", rows), "--exchange", "hyperliquid", "--symbol", "BBB", "--timeframe", "1h", "--kind", "spot");

        Assert.Equal([SeriesKind.Perpetual, SeriesKind.Mark, SeriesKind.Spot, SeriesKind.Funding], named.Select(import => import.Series.Kind));
        Assert.All(named, import => Assert.Equal("BBBUSDT", import.Series.Symbol));
        Assert.Equal(("BBB", SeriesKind.Spot), (told[0].Series.Symbol, told[0].Series.Kind));
    }

    [Fact]
    public async Task Faults_are_told_with_their_lines_and_nothing_is_stored()
    {
        string[] rows = [Header, .. Rows(5000)];
        rows[17] = rows[17].Replace(",118,", ",1,", StringComparison.Ordinal);
        rows[4001] = rows[4000];

        var run = await bed.RunAsync("data", "import", Write("CCCUSDT-1h.csv.gz", rows));

        Assert.Equal((ExitCode.Failed, ""), (run.Code, run.Out));
        Assert.Contains("nothing of it is stored", run.Error, StringComparison.Ordinal);
        Assert.Contains("file: line 18: the high 1 lies below", run.Error, StringComparison.Ordinal);
        Assert.Contains("file: line 4002: repeats the time", run.Error, StringComparison.Ordinal);
        Assert.Null(await FindAsync("CCCUSDT"));
    }

    [Fact]
    public async Task A_refused_file_leaves_what_was_stored_before()
    {
        await bed.RunAsync("data", "import", Write("DDDUSDT-1h.csv.gz", [Header, .. Rows(10)]));
        var before = await FindAsync("DDDUSDT");

        await bed.RunAsync("data", "import", Write("DDDUSDT-1h.csv.gz", [Header, .. Rows(20), "nonsense"]));

        Assert.Equivalent(before, await FindAsync("DDDUSDT"), strict: true);
    }

    [Theory]
    [InlineData("the header must begin with open_time_ms", "time,open", "1,2")]
    [InlineData("The file holds no rows", Header)]
    [InlineData("The file holds no rows")]
    [InlineData("line 2: \"nonsense\" is no open_time_ms", Header, "nonsense")]
    public async Task Another_file_is_refused_in_words(string told, params string[] lines)
    {
        var run = await bed.RunAsync("data", "import", Write("EEEUSDT-1h.csv.gz", lines));

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.Null(await FindAsync("EEEUSDT"));
    }

    [Fact]
    public async Task A_file_that_is_cut_or_not_packed_is_refused()
    {
        var whole = await File.ReadAllBytesAsync(Write("FFFUSDT-1h.csv.gz", [Header, .. Rows(2000)]), Token);

        await File.WriteAllBytesAsync(At("FFFUSDT-1h.csv.gz"), whole[..^9], Token);
        var cut = await bed.RunAsync("data", "import", At("FFFUSDT-1h.csv.gz"));
        await File.WriteAllTextAsync(At("FFFUSDT-1h.csv.gz"), Header, Token);
        var plain = await bed.RunAsync("data", "import", At("FFFUSDT-1h.csv.gz"));

        Assert.Equal((ExitCode.Failed, ExitCode.Failed), (cut.Code, plain.Code));
        Assert.Contains("The file breaks off after line 2001", cut.Error, StringComparison.Ordinal);
        Assert.Contains("The file is no gzip file", plain.Error, StringComparison.Ordinal);
        Assert.Null(await FindAsync("FFFUSDT"));
    }

    [Fact]
    public async Task One_endless_line_is_refused_and_not_read_to_its_end()
    {
        var run = await bed.RunAsync("data", "import", Write("GGGUSDT-1h.csv.gz", [Header, new string('1', 50_000_000)]));

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("line 2: is longer than 1024 characters", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_says_what_a_series_is_good_for_and_its_exit_code_says_it_too()
    {
        await bed.RunAsync("data", "import", Write("HHHUSDT-1h.csv.gz", [Header, .. Rows(48)]));
        await bed.RunAsync("data", "import", Write("HHHUSDT-4h.csv.gz", [Header, "1704067200000,100,105,99,104,28", "1704096000000,1,2,1,2,5"]));

        var clean = await bed.RunAsync("data", "certificate", "--symbol", "HHHUSDT", "--timeframe", "1h");
        var (code, flawed) = await bed.ReadAsync<IReadOnlyList<CertificateView>>("data", "certificate", "--symbol", "HHHUSDT", "--timeframe", "4h");
        var none = await bed.RunAsync("data", "certificate", "--symbol", "HHHUSDT", "--timeframe", "1d");

        Assert.Equal(ExitCode.Complete, clean.Code);
        Assert.Contains("Binance HHHUSDT perpetual 1h (import): CLEAN", clean.Out, StringComparison.Ordinal);
        var comparison = Assert.Single(Assert.Single(flawed).Comparisons);
        Assert.Equal((ExitCode.Failed, SeriesVerdict.Flawed, 1), (code, flawed[0].Verdict, flawed[0].Gaps));
        Assert.Equal((2, 1), (comparison.Compared, comparison.PriceDifferences));
        Assert.Equal(ExitCode.Failed, none.Code);
        Assert.Contains("etrms data list", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_file_is_for_its_owner_alone()
    {
        await bed.RunAsync("data", "list");

        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
        }
        else
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(bed.Folder, "session.json")));
        }
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_keeps_no_session()
    {
        var session = At("no-session.json");

        var run = await CommandRun.StartAsync(["login", "--api", bed.Api.Address.ToString(), "--user", "nobody"], session, "a wrong password", Token);

        Assert.Equal((ExitCode.Failed, ""), (run.Code, run.Out));
        Assert.Contains("User name or password is wrong", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(session));
    }

    /// <summary>The recorded files of the real market; their manifest was made by somebody else's program.</summary>
    [Theory]
    [InlineData("binance-usdm/BTCUSDT-1h.csv.gz", 50935, 0, 3)]
    [InlineData("binance-usdm/SOLUSDT-1h.csv.gz", 48280, 1403, 0)]
    [InlineData("binance-usdm/ETHUSDT-1d.csv.gz", 2189, 0, 0)]
    [InlineData("binance-usdm/BTCUSDT-1m.csv.gz", 73138, 0, 0)]
    [InlineData("binance-usdm/ETHUSDT-mark-1h.csv.gz", 39408, 0, null)]
    [InlineData("binance-spot/BTCUSDT-1h.csv.gz", 37923, 1, 1)]
    [InlineData("binance-usdm/ADAUSDT-funding.csv.gz", 6928, null, null)]
    public async Task The_recorded_market_imports_with_the_certificate_of_its_manifest(string path, int rows, int? missing, int? withoutVolume)
    {
        var folder = Environment.GetEnvironmentVariable("ETRMS_MARKET_DATA") ?? Path.Combine(Environment.GetEnvironmentVariable("ETRMS_REFERENCE") ?? "", "data");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, path)), "ETRMS_MARKET_DATA names no folder with recorded candles.");

        var (code, imports) = await bed.ReadAsync<IReadOnlyList<ImportView>>("data", "import", Path.Combine(folder, path));
        using var client = await bed.Api.SignedInAsync(Token);
        var certificate = await client.SendAsync<CertificateView>(HttpMethod.Get, $"data/series/{imports[0].Series.Id}/certificate", null, Token);

        Assert.Equal((ExitCode.Complete, rows, rows), (code, imports[0].Rows, imports[0].Series.Rows));
        Assert.Equal((0, 0, 0, missing), (certificate.Duplicates, certificate.OutOfOrder, certificate.Misaligned, certificate.MissingRows));
        Assert.Equal(0, certificate.Prices?.InvalidRows ?? 0);
        if (withoutVolume is { } still)
        {
            Assert.Equal(still, certificate.Prices!.ZeroVolumeRows);
        }
    }

    [Fact]
    public async Task Stored_candles_are_read_in_a_range_from_its_start_to_before_its_end()
    {
        var (_, imports) = await bed.ReadAsync<IReadOnlyList<ImportView>>(
            "data", "import", Write("GGGUSDT-1h.csv.gz", [Header, .. Rows(30)]), Write("GGGUSDT-funding.csv.gz", ["time_ms,funding_rate", "1704067200000,0.0001"]));
        using var client = await bed.Api.SignedInAsync(Token);
        string Path(int import, int from, int to) => $"data/series/{imports[import].Series.Id}/candles?from={Hour(from)}&to={Hour(to)}";

        var read = await client.SendAsync<CandlesView>(HttpMethod.Get, Path(0, 5, 8), null, Token);
        var beyond = await client.SendAsync<CandlesView>(HttpMethod.Get, Path(0, 28, 40), null, Token);
        var inverted = await client.ProblemAsync(400, HttpMethod.Get, Path(0, 8, 5), null, Token);
        var tooMuch = await client.ProblemAsync(400, HttpMethod.Get, Path(0, 0, 5_001), null, Token);
        await client.ProblemAsync(404, HttpMethod.Get, Path(1, 5, 8), null, Token);

        var stored = SomeSeries.Candles(30).Select(candle => new CandleView(candle.OpenAt, candle.Open, candle.High, candle.Low, candle.Close, candle.Volume)).ToList();
        Assert.Equal(stored[5..8], read.Candles);
        Assert.Equal(stored[28..], beyond.Candles);
        Assert.Contains("5000 candles", inverted.Reason("to"), StringComparison.Ordinal);
        Assert.Contains("5000 candles", tooMuch.Reason("to"), StringComparison.Ordinal);
    }

    private static string Hour(int hour) => SomeSeries.Start.AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Rows(int count) => SomeSeries.Candles(count).Select(
        candle => $"{candle.OpenAt.ToUnixTimeMilliseconds()},{candle.Open},{candle.High},{candle.Low},{candle.Close},{candle.Volume}");

    private string At(string name) => Path.Combine(bed.Folder, name);

    private string Write(string name, string[] lines)
    {
        using var packed = new GZipStream(File.Create(At(name)), CompressionLevel.Fastest);
        packed.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return At(name);
    }

    private Task<MarketSeriesRow?> FindAsync(string symbol) => bed.Api.Services.GetRequiredService<CandleStore>()
        .FindAsync(SomeSeries.Hours with { Instrument = SomeSeries.Hours.Instrument with { Symbol = symbol } }, Token);
}
