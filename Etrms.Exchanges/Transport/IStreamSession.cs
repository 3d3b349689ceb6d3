namespace Etrms.Exchanges.Transport;

/// <summary>What one kind of stream does with its connection; the market's and the account's are the two.</summary>
internal interface IStreamSession
{
    /// <summary>Where to connect; asked anew before every connection.</summary>
    ValueTask<Uri> LocateAsync(CancellationToken cancellationToken);

    /// <summary>Messages to send first on every connection.</summary>
    IReadOnlyList<ReadOnlyMemory<byte>> Greetings { get; }

    /// <summary>Runs beside the open connection; when it ends, the connection is given up and made anew.</summary>
    Task AccompanyAsync(CancellationToken cancellationToken);

    /// <summary>One whole frame. The bytes are valid during the call only.</summary>
    void Receive(ReadOnlySpan<byte> frame, DateTimeOffset receivedAt);

    /// <summary>Called every few seconds while the connection is proved alive, and once when it is lost.</summary>
    void Report(bool isAlive);
}

/// <summary>How soon a dead stream is noticed: ping period, answer time and what the platform rounds up (about a second) stay below five seconds.</summary>
/// <param name="Ping">Between our own pings.</param>
/// <param name="Pong">Within which the other side must answer one.</param>
/// <param name="Silence">Longest time without a frame on a stream that always speaks; null for streams that may be quiet.</param>
internal sealed record StreamTimings(TimeSpan Ping, TimeSpan Pong, TimeSpan? Silence)
{
    public static readonly StreamTimings Quiet = new(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2), Silence: null);

    public static readonly StreamTimings Steady = Quiet with { Silence = TimeSpan.FromSeconds(3.5) };
}
