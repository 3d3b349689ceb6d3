using System.Text;
using System.Text.Json;
using Etrms.Venue.Binance.Limits;
using Etrms.Venue.Control;
using Etrms.Venue.Faults;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance;

/// <summary>Every REST call passes here: scripted faults, weight, authentication, order counts, handler, JSON.</summary>
internal sealed class RequestGate(RequestWeights weights, OrderCounts orders, Authentication authentication, FaultScript faults, VenueLoop loop)
{
    private const int LongestBody = 1 << 20;
    private const string KeyHeader = "X-MBX-APIKEY";

    public async Task HandleAsync(Route route, HttpContext http)
    {
        var fault = faults.TakeRequest(route.Method, route.Path);
        if (fault is not null && !await fault.PassBeforeAsync(http))
        {
            return;
        }

        var answer = fault?.Refusal is { } refusal ? refusal : await AnswerAsync(route, http);
        if (fault is null || await fault.PassAfterAsync(http))
        {
            await SendAsync(http, fault?.Disguise is { } disguise ? disguise : answer);
        }
    }

    /// <summary>Answers a path that the venue does not know.</summary>
    public static Task RefusePathAsync(HttpContext http) =>
        SendAsync(http, BinanceErrors.Path(http.Request.Path, http.Request.Method));

    private async Task<Answer> AnswerAsync(Route route, HttpContext http)
    {
        try
        {
            var parameters = new Parameters(http.Request.QueryString.Value?.TrimStart('?') ?? "", await ReadBodyAsync(http.Request));
            if (Admit(route, http, parameters, out var account) is { } refusal)
            {
                return refusal;
            }

            return await route.Handle(new BinanceCall(http, parameters, account, loop));
        }
        catch (BinanceException refused)
        {
            return refused.Error;
        }
    }

    private BinanceError? Admit(Route route, HttpContext http, Parameters parameters, out PaperAccount? account)
    {
        account = null;
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        var overweight = weights.Book(address, route.Weight(parameters), out var used);
        http.Response.Headers["X-MBX-USED-WEIGHT-1M"] = used.ToString();
        if (overweight is not null)
        {
            return overweight;
        }

        if (route.IsOrderEntry)
        {
            http.RequestServices.GetRequiredService<WireLog>().OrderReceived(route.Method, route.Path, parameters);
        }

        if (authentication.Check(route.Access, http.Request.Headers[KeyHeader], parameters, out account) is { } refusal)
        {
            return refusal;
        }

        return route.IsOrderEntry ? CountOrders(route, http, account!) : null;
    }

    private BinanceError? CountOrders(Route route, HttpContext http, PaperAccount account)
    {
        var fits = orders.TryBook(account.Name, route.Orders, out var count);
        http.Response.Headers["X-MBX-ORDER-COUNT-10S"] = count.InTenSeconds.ToString();
        http.Response.Headers["X-MBX-ORDER-COUNT-1M"] = count.InMinute.ToString();
        return fits ? null : BinanceErrors.TooManyOrders;
    }

    private static async Task<string> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0)
        {
            return "";
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        return body.Length <= LongestBody ? body : throw new BinanceException(BinanceErrors.OutOfRange("body"));
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
