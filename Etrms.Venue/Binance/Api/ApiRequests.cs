using System.Text.Json;
using Etrms.Venue.Binance.Keys;
using Etrms.Venue.Faults;

namespace Etrms.Venue.Binance.Api;

/// <summary>
/// Requests of the WebSocket API. Faults match them by method WS and the request's own method as path; one that is cut gets no answer,
/// and its connection ends.
/// </summary>
internal sealed class ApiRequests(ApiMethods methods, CallDesk desk, Authentication authentication, ApiEnvelope envelope, FaultScript faults)
{
    private const string FaultMethod = "WS";

    public async Task HandleAsync(ApiSession session, ReadOnlyMemory<byte> message)
    {
        using var request = Parse(message);
        var root = request?.RootElement ?? default;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("method", out var named) || named.ValueKind != JsonValueKind.String)
        {
            Answer(session, default, new CallOutcome(BinanceErrors.BadRequest, 0, null));
            return;
        }

        root.TryGetProperty("id", out var id);
        root.TryGetProperty("params", out var given);
        var method = named.GetString()!.TrimStart('/');
        var fault = faults.TakeRequest(FaultMethod, method);
        if (fault is not null && !await fault.PassBeforeAsync(CancellationToken.None))
        {
            session.Socket.Cut();
            return;
        }

        var outcome = fault?.Refusal is { } refusal ? new CallOutcome(refusal, 0, null) : await CallAsync(session, method, new Parameters(given));
        if (fault is not null && !await fault.PassAfterAsync(CancellationToken.None))
        {
            session.Socket.Cut();
            return;
        }

        Answer(session, id, fault?.Disguise is { } disguise ? outcome with { Answer = disguise } : outcome);
    }

    private Task<CallOutcome> CallAsync(ApiSession session, string method, Parameters parameters)
    {
        if (methods.TryFind(method, out var route))
        {
            var isOwn = parameters.Has("apiKey");
            return desk.AnswerAsync(
                route, session.Source with { ApiKey = parameters.Find("apiKey"), Admitted = isOwn ? null : session.Account }, parameters);
        }

        var answer = method switch
        {
            "session.logon" => LogOn(session, parameters),
            "session.status" => Status(session),
            "session.logout" => LogOut(session),
            _ => BinanceErrors.UnknownMethod(method),
        };
        return Task.FromResult(new CallOutcome(answer, 0, null));
    }

    private Answer LogOn(ApiSession session, Parameters parameters)
    {
        try
        {
            if (authentication.Check(Access.Signed, parameters.Find("apiKey"), parameters, out var account) is { } refusal)
            {
                return refusal;
            }

            if (!Signatures.IsEd25519(account!))
            {
                return BinanceErrors.LogOnNeedsEd25519;
            }

            session.LogOn(account!, authentication.Now);
            return Status(session);
        }
        catch (BinanceException refused)
        {
            return refused.Error;
        }
    }

    private Answer LogOut(ApiSession session)
    {
        session.LogOut();
        return Status(session);
    }

    private Answer Status(ApiSession session)
    {
        var now = authentication.Now;
        return Binance.Answer.Object(writer =>
        {
            writer.WriteString("apiKey", session.Account?.ApiKey);
            if (session.AuthorizedAt is { } authorizedAt)
            {
                writer.Instant("authorizedSince", authorizedAt);
            }
            else
            {
                writer.WriteNull("authorizedSince");
            }

            writer.Instant("connectedSince", session.ConnectedAt);
            writer.WriteBoolean("returnRateLimits", session.ShowsLimits);
            writer.Instant("serverTime", now);
        });
    }

    private void Answer(ApiSession session, JsonElement id, CallOutcome outcome) =>
        session.Socket.Post(envelope.Write(id, outcome, session.ShowsLimits));

    private static JsonDocument? Parse(ReadOnlyMemory<byte> message)
    {
        try
        {
            return JsonDocument.Parse(message);
        }
        catch (JsonException)
        {
            // Answered as a bad request.
            return null;
        }
    }
}
