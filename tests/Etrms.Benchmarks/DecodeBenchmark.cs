using System.Diagnostics;
using System.Text;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Binance;
using Etrms.Exchanges.Transport;

namespace Etrms.Benchmarks;

/// <summary>How many market frames of Binance one core turns into events.</summary>
internal sealed class DecodeBenchmark : IBenchmark
{
    private const int Rounds = 2_000_000;
    private const double Required = 200_000;
    private static readonly string[] Symbols = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "BNBUSDT", "1000PEPEUSDT"];

    public string Name => "decode";

    public string Description => "market frames decoded into events per second on one core, and bytes per frame: one mark to two book tops";

    public Task<int> RunAsync(string[] arguments)
    {
        var decoder = new BinanceMarketFrames(
            new(Symbols.Select(symbol => new InstrumentId(Exchange.Binance, symbol))), new MarketClock(isReplay: false));
        byte[][] frames = [.. Symbols.SelectMany(symbol => new[] { Mark(symbol), Top(symbol), Top(symbol) })];
        Decode(decoder, frames, Rounds / 10);

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        var events = Decode(decoder, frames, Rounds);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        var rate = Rounds / seconds;
        var passes = rate >= Required && events == Rounds;
        Console.WriteLine($"frames/s             {rate:N0}");
        Console.WriteLine($"bytes/frame          {allocated / (double)Rounds:N0}");
        Console.WriteLine(passes
            ? $"PASS: at least {Required:N0} frames/s, every frame an event"
            : $"FAIL: needs {Required:N0} frames/s and {Rounds:N0} events (had {events:N0})");
        return Task.FromResult(passes ? 0 : 1);
    }

    private static int Decode(BinanceMarketFrames decoder, byte[][] frames, int rounds)
    {
        var receivedAt = DateTimeOffset.UnixEpoch;
        var events = 0;
        for (var i = 0; i < rounds; i++)
        {
            if (decoder.Decode(frames[i % frames.Length], receivedAt) is RiskEvent)
            {
                events++;
            }
        }

        return events;
    }

    private static byte[] Mark(string symbol) => Encoding.UTF8.GetBytes(
        $$"""{"e":"markPriceUpdate","E":1789116070165,"s":"{{symbol}}","p":"74457.12345678","ap":"74457.1","i":"74460.62659091","P":"74456.25641265","r":"0.00038167","T":1789120000000,"st":1}""");

    private static byte[] Top(string symbol) => Encoding.UTF8.GetBytes(
        $$"""{"e":"bookTicker","u":400900217,"E":1789116070165,"T":1789116070164,"s":"{{symbol}}","ps":"{{symbol}}","b":"74457.10","B":"31.210","a":"74457.20","A":"40.660","st":1}""");
}
