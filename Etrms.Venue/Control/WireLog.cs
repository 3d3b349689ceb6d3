using System.Collections.Immutable;
using Etrms.Venue.Binance;

namespace Etrms.Venue.Control;

/// <summary>What a line of the wire log tells.</summary>
internal enum WireLogKind
{
    /// <summary>A price frame went to a socket.</summary>
    PriceSent,

    /// <summary>A request that places, changes or cancels an order came in.</summary>
    OrderReceived,

    /// <summary>A dead-man switch was set to so many milliseconds; 0 takes it back.</summary>
    SwitchSet,

    /// <summary>A dead-man switch fired.</summary>
    SwitchFired,
}

/// <param name="AtMicros">Wall clock in microseconds since 1970.</param>
/// <param name="Text">Stream of a frame; method and path of a request; milliseconds of a switch.</param>
internal sealed record WireLogLine(long Seq, WireLogKind Kind, long AtMicros, string Text, string? Symbol, decimal? Price, string? ClientId);

/// <summary>The newest price frames and order requests with their instants, for measuring the way from one to the other.</summary>
internal sealed class WireLog(TimeProvider clock)
{
    private const int Capacity = 65_536;
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1_000;
    private readonly Lock _lock = new();
    private readonly WireLogLine[] _ring = new WireLogLine[Capacity];
    private long _count;

    public void PriceSent(string stream, string symbol, decimal price) => Add(WireLogKind.PriceSent, stream, symbol, price, null);

    public void OrderReceived(string method, string path, Parameters parameters) =>
        Add(
            WireLogKind.OrderReceived, $"{method} {path}", parameters.Find("symbol"), null,
            parameters.Find("newClientOrderId") ?? parameters.Find("clientAlgoId"));

    public void OrderReceived(string text, string type, string? clientId) =>
        Add(WireLogKind.OrderReceived, $"{text} {type}", null, null, clientId);

    public void SwitchSet(TimeSpan countdown, string? symbol) => Add(WireLogKind.SwitchSet, $"{countdown.TotalMilliseconds:0}", symbol, null, null);

    public void SwitchFired(string? symbol) => Add(WireLogKind.SwitchFired, "0", symbol, null, null);

    /// <summary>Lines after a sequence number, oldest first.</summary>
    public ImmutableArray<WireLogLine> Read(long after)
    {
        lock (_lock)
        {
            var first = Math.Max(Math.Max(after, 0), _count - Capacity);
            var lines = ImmutableArray.CreateBuilder<WireLogLine>();
            for (var seq = first; seq < _count; seq++)
            {
                lines.Add(_ring[seq % Capacity]);
            }

            return lines.ToImmutable();
        }
    }

    private void Add(WireLogKind kind, string text, string? symbol, decimal? price, string? clientId)
    {
        var at = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TicksPerMicrosecond;
        lock (_lock)
        {
            _ring[_count % Capacity] = new WireLogLine(_count + 1, kind, at, text, symbol, price, clientId);
            _count++;
        }
    }
}
