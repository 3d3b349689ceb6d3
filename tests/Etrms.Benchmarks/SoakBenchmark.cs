using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Etrms.Domain.Market;
using Etrms.Exchanges;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Etrms.Benchmarks;

/// <summary>Whether the client's streams hold out: minutes at a thousand messages per second over a socket, memory flat and nothing lost.</summary>
internal sealed class SoakBenchmark : IBenchmark
{
    private const int PerSecond = 1_000;
    private const double DefaultMinutes = 10;

    /// <summary>Memory after the first minute may differ from the end by this much: caches and pools settle.</summary>
    private const long MostGrowth = 8 * 1024 * 1024;

    private static readonly string[] Symbols = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "BNBUSDT", "XRPUSDT"];

    public string Name => "soak";

    public string Description => "memory and lost sequences at 1,000 messages per second; argument: minutes (10)";

    public async Task<int> RunAsync(string[] arguments)
    {
        var minutes = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultMinutes;
        await using var venue = await SoakVenue.StartAsync(Symbols, PerSecond);
        using var clients = new ExchangeClients(
            Options.Create(new ExchangesOptions { PaperAddress = venue.Address }), TimeProvider.System, NullLoggerFactory.Instance);
        using var stop = new CancellationTokenSource();
        var tally = new Tally();
        var topics = Symbols.SelectMany(symbol => new[] { MarketTopicKind.Book, MarketTopicKind.Trades }
            .Select(kind => new MarketTopic(new(Exchange.Binance, symbol), kind))).ToArray();
        var running = clients.MarketData(Exchange.Binance, VenueNetwork.Paper).RunAsync(topics, tally.Take, stop.Token);

        Report("start", venue, tally);
        var (settled, last) = await WatchAsync(TimeSpan.FromMinutes(minutes), venue, tally);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Judge(venue, tally, last - settled);
    }

    private static async Task<(long Settled, long Last)> WatchAsync(TimeSpan length, SoakVenue venue, Tally tally)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        var settled = 0L;
        for (var minute = 1; Stopwatch.GetElapsedTime(started) < length - TimeSpan.FromSeconds(1); minute++)
        {
            await timer.WaitForNextTickAsync();
            var memory = Report($"minute {minute}", venue, tally);
            settled = minute == 1 ? memory : settled;
        }

        return (settled, Report("end", venue, tally));
    }

    /// <summary>Bytes that are alive after a full collection.</summary>
    private static long Report(string when, SoakVenue venue, Tally tally)
    {
        var alive = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine(
            $"{when,-10} {alive / 1048576.0,7:N1} MB alive, {Environment.WorkingSet / 1048576.0,7:N1} MB resident, {venue.Sent,9:N0} sent, {tally.Trades,9:N0} trades, {tally.Books,9:N0} books, {tally.Lost:N0} lost");
        return alive;
    }

    private static int Judge(SoakVenue venue, Tally tally, long growth)
    {
        // The last ones sent may still be on the way.
        var isComplete = tally.Lost == 0 && tally.Trades >= (venue.Sent / 2) - PerSecond;
        var passes = isComplete && growth <= MostGrowth;
        Console.WriteLine(passes
            ? "PASS: memory is flat and no sequence was lost"
            : $"FAIL: {tally.Lost:N0} sequences lost, {tally.Trades:N0} of {venue.Sent / 2:N0} trades, memory grew by {growth / 1048576.0:N1} MB");
        return passes ? 0 : 1;
    }

    /// <summary>Counts, and looks for holes in the numbers of the trades; holes in the books are told by the client.</summary>
    private sealed class Tally
    {
        private readonly ConcurrentDictionary<InstrumentId, long> _newest = new();
        private long _trades;
        private long _books;
        private long _lost;

        public long Trades => Interlocked.Read(ref _trades);

        public long Books => Interlocked.Read(ref _books);

        public long Lost => Interlocked.Read(ref _lost);

        public void Take(MarketUpdate update)
        {
            switch (update)
            {
                case MarketUpdate.BookChanged:
                    Interlocked.Increment(ref _books);
                    break;
                case MarketUpdate.BookLost:
                    Interlocked.Increment(ref _lost);
                    break;
                case MarketUpdate.Traded { Instrument: var instrument, Trade.Id: var id }:
                    Interlocked.Increment(ref _trades);
                    if (_newest.TryGetValue(instrument, out var newest))
                    {
                        Interlocked.Add(ref _lost, id - newest - 1);
                    }

                    _newest[instrument] = id;
                    break;
            }
        }
    }
}
