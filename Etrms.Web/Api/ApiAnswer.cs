using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Etrms.Web.Api;

/// <summary>What the Api said: a value, or a problem that the page shows in place of it.</summary>
public sealed record ApiAnswer<T>(T? Value, ApiProblem? Problem)
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsOk => Problem is null;

    public static implicit operator ApiAnswer<T>(ApiProblem problem) => new(default, problem);
}

/// <summary>An answer without content.</summary>
public sealed record Done
{
    public static readonly Done It = new();
}

/// <summary>An answer that is a file.</summary>
public sealed record ApiFile(byte[] Content, string ContentType, string? Name);

/// <summary>A refusal or failure in the words of RFC 9457; Status 0 means that the Api could not be reached.</summary>
public sealed record ApiProblem(
    int Status, string Title, string? Detail, string? TraceId, IReadOnlyDictionary<string, string[]> Errors, TimeSpan? RetryAfter = null)
{
    private static readonly IReadOnlyDictionary<string, string[]> NoErrors = new Dictionary<string, string[]>();

    public bool IsUnreachable => Status == 0;

    public bool IsNotFound => Status == (int)HttpStatusCode.NotFound;

    /// <summary>The most telling sentence.</summary>
    public string Text => string.IsNullOrEmpty(Detail) ? Title : Detail;

    public static ApiProblem Unreachable(string? traceId) =>
        new(0, "The ETRMS service does not answer", "The worker keeps guarding your accounts; this page retries by itself.", traceId, NoErrors);

    public static ApiProblem Of(HttpStatusCode status, string title, string? traceId) => new((int)status, title, null, traceId, NoErrors);
}

/// <summary>The session ended on the server; the browser has to log in again.</summary>
public sealed class SessionEndedException : Exception
{
    public SessionEndedException()
        : base("The session has ended.")
    {
    }

    public SessionEndedException(string message)
        : base(message)
    {
    }

    public SessionEndedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
