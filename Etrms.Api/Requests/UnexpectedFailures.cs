using Microsoft.AspNetCore.Diagnostics;

namespace Etrms.Api.Requests;

/// <summary>Answers a bug with 500 and an unreachable store with 503; says nothing of the inside but the trace.</summary>
internal sealed partial class UnexpectedFailures(ILogger<UnexpectedFailures> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        RequestFailed(httpContext.Request.Method, httpContext.Request.Path, exception);
        var problem = DatabaseFailures.IsOutage(exception)
            ? Problems.Unavailable("The database or the message bus cannot be reached. Try again; with the same Idempotency-Key nothing happens twice.")
            : TypedResults.Problem("Something went wrong here. The trace id finds it in the logs.", statusCode: StatusCodes.Status500InternalServerError);
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "Request {Method} {Path} failed")]
    private partial void RequestFailed(string method, string path, Exception exception);
}
