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

/// <summary>How soon a dead stream is noticed: within five seconds, whatever way it died.</summary>
/// <param name="AlwaysSpeaks">True for streams that send every second by themselves, so that silence alone proves them dead.</param>
internal sealed record StreamTimings(bool AlwaysSpeaks)
{
    /// <summary>Asked now and then so that a living stream has something to say; harmless on every stream.</summary>
    public ReadOnlyMemory<byte> Question { get; init; } = """{"method":"LIST_SUBSCRIPTIONS","id":0}"""u8.ToArray();

    /// <summary>False where only the question proves a stream alive.</summary>
    public bool PingsByProtocol { get; init; } = true;

    /// <summary>Between pings of the platform, and between questions of ours.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Within which a ping must be answered; the platform rounds up by about a second.</summary>
    public TimeSpan Pong { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest time without a frame.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(3.5);
}
