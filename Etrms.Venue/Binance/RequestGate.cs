using System.Text;
using System.Text.Json;
using Etrms.Venue.Faults;

namespace Etrms.Venue.Binance;

/// <summary>Every REST call passes here: scripted faults, the call desk, headers, JSON.</summary>
internal sealed class RequestGate(CallDesk desk, FaultScript faults)
{
    private const int LongestBody = 1 << 20;
    private const string KeyHeader = "X-MBX-APIKEY";

    public async Task HandleAsync(Route route, HttpContext http)
    {
        // Read before anything is held up: a late request arrives also when its sender is gone.
        var body = await ReadBodyAsync(http.Request);
        var fault = faults.TakeRequest(route.Method, route.Path);
        if (fault is not null && !await fault.PassBeforeAsync(http.RequestAborted))
        {
            http.Abort();
            return;
        }

        var answer = fault?.Refusal is { } refusal ? refusal : await AnswerAsync(route, http, body, fault?.Lag ?? TimeSpan.Zero);
        if (fault is not null && !await fault.PassAfterAsync(http.RequestAborted))
        {
            http.Abort();
            return;
        }

        await SendAsync(http, fault?.Disguise is { } disguise ? disguise : fault is { IsEmpty: true } ? Answer.Nothing : answer);
    }

    /// <summary>Answers a path that the venue does not know.</summary>
    public static Task RefusePathAsync(HttpContext http) =>
        SendAsync(http, BinanceErrors.Path(http.Request.Path, http.Request.Method));

    private async Task<Answer> AnswerAsync(Route route, HttpContext http, string body, TimeSpan lag)
    {
        if (body.Length > LongestBody)
        {
            return BinanceErrors.OutOfRange("body");
        }

        Parameters parameters;
        try
        {
            parameters = new Parameters(http.Request.QueryString.Value?.TrimStart('?') ?? "", body);
        }
        catch (BinanceException refused)
        {
            return refused.Error;
        }

        var source = new CallSource(http.RequestServices, http.Connection.RemoteIpAddress?.ToString() ?? "", http.Request.Headers[KeyHeader]);
        var outcome = await desk.AnswerAsync(route, source with { Lag = lag }, parameters);
        WriteUsage(http.Response.Headers, outcome);
        return outcome.Answer;
    }

    private static void WriteUsage(IHeaderDictionary headers, CallOutcome outcome)
    {
        headers["X-MBX-USED-WEIGHT-1M"] = outcome.UsedWeight.ToString();
        if (outcome.Orders is { } count)
        {
            headers["X-MBX-ORDER-COUNT-10S"] = count.InTenSeconds.ToString();
            headers["X-MBX-ORDER-COUNT-1M"] = count.InMinute.ToString();
        }
    }

    private static async Task<string> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0)
        {
            return "";
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
    }

    private static async Task SendAsync(HttpContext http, Answer answer)
    {
        var response = http.Response;
        response.ContentType = "application/json;charset=UTF-8";
        await using var writer = new Utf8JsonWriter(response.BodyWriter);
        if (answer.Write is { } write)
        {
            write(writer);
        }
        else
        {
            WriteError(response, writer, answer.Error);
        }

        await writer.FlushAsync(http.RequestAborted);
    }

    private static void WriteError(HttpResponse response, Utf8JsonWriter writer, BinanceError error)
    {
        response.StatusCode = error.Status;
        if (error.RetryAfter > 0)
        {
            response.Headers.RetryAfter = error.RetryAfter.ToString();
        }

        error.WriteTo(writer);
    }
}
