using System.Text;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Binance;
using Etrms.Exchanges.Transport;

namespace Etrms.Benchmarks;

/// <summary>How many market frames of Binance one core turns into events; the time of a core, since others may want it meanwhile.</summary>
internal sealed class DecodeBenchmark : IBenchmark
{
    private const int Rounds = 2_000_000;
    private const int TopicFrames = 20_000;
    private const int TopicRounds = 25;
    private const double Required = 200_000;
    private static readonly string[] Symbols = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "BNBUSDT", "1000PEPEUSDT"];

    public string Name => "decode";

    public string Description => "market frames decoded into events per second on one core, and bytes per frame: one mark to two book tops, then books, trades and bars";

    public Task<int> RunAsync(string[] arguments)
    {
        var symbols = new BinanceSymbols(Symbols.Select(symbol => new InstrumentId(Exchange.Binance, symbol)));
        var decoder = new BinanceMarketFrames(symbols, new MarketClock(isReplay: false));
        byte[][] frames = [.. Symbols.SelectMany(symbol => new[] { Mark(symbol), Top(symbol), Top(symbol) })];
        var topics = new BinanceTopicFrames(symbols);
        byte[][] topicFrames = [.. Enumerable.Range(1, TopicFrames / 4).SelectMany(number => new[]
        {
            MarketTopicFrames.Depth(Symbols[0], number, levels: 5), MarketTopicFrames.Trade(Symbols[0], number),
            MarketTopicFrames.Bar(Symbols[0], number), MarketTopicFrames.Trade(Symbols[1], number),
        })];
        Decode(decoder, frames, Rounds / 10);
        Take(topics, topicFrames);

        var passes = Measure("marks and tops", Rounds, () => Decode(decoder, frames, Rounds));
        passes &= Measure("books, trades, bars", TopicFrames * TopicRounds, () => Enumerable.Range(0, TopicRounds).Sum(_ => Take(topics, topicFrames)));
        return Task.FromResult(passes ? 0 : 1);
    }

    private static bool Measure(string what, int frames, Func<int> decode)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var core = Environment.CpuUsage.TotalTime;
        var events = decode();
        var seconds = (Environment.CpuUsage.TotalTime - core).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var rate = frames / seconds;
        var passes = rate >= Required && events == frames;
        Console.WriteLine($"{what,-20} {rate:N0} frames/s of a core, {allocated / (double)frames:N0} bytes/frame");
        Console.WriteLine(passes
            ? $"PASS: at least {Required:N0} frames/s of a core, every frame an event"
            : $"FAIL: needs {Required:N0} frames/s and {frames:N0} events (had {events:N0})");
        return passes;
    }

    /// <summary>Frames to updates, local book included: each change of it is told with its best hundred levels.</summary>
    private static int Take(BinanceTopicFrames decoder, byte[][] frames)
    {
        var updates = 0;
        var picture = new MarketPicture(_ => updates++, _ => throw new InvalidOperationException("A change was missed."));
        picture.Load(new(Exchange.Binance, Symbols[0]), new DepthMessage(0, SentAt: null, 1789116070164, [[74457.1m, 1]], [[74457.2m, 1]]));
        updates = 0;
        foreach (var frame in frames)
        {
            picture.Take(decoder.Decode(frame)!);
        }

        return updates;
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
