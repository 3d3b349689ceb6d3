using System.Text;

namespace Etrms.Benchmarks;

/// <summary>Frames of books, trades and bars as Binance sends them.</summary>
internal static class MarketTopicFrames
{
    /// <summary>Changes near the touch, as many of each side as asked for; numbers follow one another without a gap.</summary>
    public static byte[] Depth(string symbol, long number, int levels)
    {
        var changes = Enumerable.Range(0, levels).Select(i => (i * 7) + (number % 11)).ToArray();
        var bids = string.Join(',', changes.Select(distance => $"[\"{74457.1m - (distance * 0.1m)}\",\"{(distance % 5) + 0.125m}\"]"));
        var asks = string.Join(',', changes.Select(distance => $"[\"{74457.2m + (distance * 0.1m)}\",\"{(distance % 4) + 0.25m}\"]"));
        return Encoding.UTF8.GetBytes(
            $$"""{"e":"depthUpdate","E":1789116070165,"T":1789116070164,"s":"{{symbol}}","ps":"{{symbol}}","st":1,"U":{{number}},"u":{{number}},"pu":{{number - 1}},"b":[{{bids}}],"a":[{{asks}}]}""");
    }

    public static byte[] Trade(string symbol, long number) => Encoding.UTF8.GetBytes(
        $$"""{"e":"trade","E":1789116070165,"T":1789116070164,"s":"{{symbol}}","t":{{number}},"p":"74457.10","q":"0.012","X":"MARKET","m":true}""");

    public static byte[] Bar(string symbol, long number) => Encoding.UTF8.GetBytes(
        $$$"""{"e":"kline","E":1789116070165,"s":"{{{symbol}}}","k":{"t":{{{number * 60_000}}},"T":{{{(number * 60_000) + 59_999}}},"s":"{{{symbol}}}","i":"1m","f":100,"L":200,"o":"74450.10","c":"74457.10","h":"74460.00","l":"74449.90","v":"12.345","n":100,"x":true,"q":"919000.10","V":"6.1","Q":"454000.2","B":"0"}}""");

    public static string Snapshot(long number) =>
        $$"""{"lastUpdateId":{{number}},"E":1789116070165,"T":1789116070164,"bids":[["74457.1","1"]],"asks":[["74457.2","1"]]}""";
}
