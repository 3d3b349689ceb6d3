namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>What the fake venue does with one request.</summary>
internal sealed record Answer(int Status, string Body)
{
    public static readonly Answer Never = new(0, "");

    /// <summary>Reads the request, then breaks the connection without a word.</summary>
    public static readonly Answer Dropped = new(-1, "");

    public (string Name, string Value)[] Headers { get; init; } = [];

    public static Answer Json(string body) => new(200, body);

    public static Answer Error(int status, int code, string message) => new(status, $$"""{"code":{{code}},"msg":"{{message}}"}""");
}

/// <summary>A request as it arrived.</summary>
internal sealed record Received(string Method, string Path, string Query, string Body, string? ApiKey, string ConnectionId)
{
    public string Parameters => Query.TrimStart('?') + Body;
}
