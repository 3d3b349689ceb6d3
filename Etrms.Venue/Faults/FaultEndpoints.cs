using System.ComponentModel.DataAnnotations;
using Etrms.Venue.Binance;
using Etrms.Venue.Binance.Streams;
using Etrms.Venue.Market;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Venue.Faults;

/// <summary>What to do to the open sockets.</summary>
public enum SocketAction
{
    /// <summary>Cuts the connection without a closing handshake.</summary>
    Disconnect,

    /// <summary>Leaves the connection open and dead.</summary>
    Silence,

    /// <summary>Ends a silence.</summary>
    Resume,
}

/// <param name="Route">public, market, private, unsplit, api or hyperliquid; null for all sockets.</param>
public sealed record SocketRequest(SocketAction Action, string? Route = null);

/// <param name="OffsetMs">Added to the wall clock that the wire shows and checks timestamps with; 0 sets it right.</param>
public sealed record ClockRequest([property: Range(-86_400_000, 86_400_000)] int OffsetMs);

/// <summary>How many open sockets an action met.</summary>
public sealed record SocketsMet(int Sockets);

/// <summary>How many listen keys ended before their time.</summary>
public sealed record ListenKeysEnded(int Keys);

/// <summary>Scripts faults of the wire, so that clients can prove that they survive them.</summary>
internal static class FaultEndpoints
{
    public static void MapFaultControl(this RouteGroupBuilder control)
    {
        control.MapGet("/faults", (FaultScript script) => TypedResults.Ok(script.Faults));
        control.MapPost("/faults", (FaultRule rule, FaultScript script) => TypedResults.Ok(script.Add(rule)));
        control.MapDelete("/faults", Clear);
        control.MapDelete("/faults/{id:int}", Remove);
        control.MapPost("/sockets", Sockets);
        control.MapPost("/clock", SetClock);
        control.MapPost("/listen-keys/expire", ExpireListenKeys);
    }

    private static NoContent Clear(FaultScript script, ServerClock clock)
    {
        script.Clear();
        clock.Offset = TimeSpan.Zero;
        return TypedResults.NoContent();
    }

    private static Results<NoContent, NotFound> Remove(int id, FaultScript script) =>
        script.Remove(id) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static Results<Ok<SocketsMet>, ValidationProblem> Sockets(SocketRequest request, StreamSockets sockets)
    {
        StreamRoute? route = null;
        if (request.Route is { } name)
        {
            if (!Enum.TryParse<StreamRoute>(name, ignoreCase: true, out var known))
            {
                return TypedResults.ValidationProblem(
                    new Dictionary<string, string[]>(StringComparer.Ordinal) { ["route"] = ["Must be public, market, private, unsplit, api or hyperliquid."] });
            }

            route = known;
        }

        Action<StreamSocket> act = request.Action switch
        {
            SocketAction.Disconnect => socket => socket.Cut(),
            SocketAction.Silence => socket => socket.Silence(),
            SocketAction.Resume => socket => socket.Resume(),
        };
        return TypedResults.Ok(new SocketsMet(sockets.ForEach(route, act)));
    }

    private static async Task<Ok<ListenKeysEnded>> ExpireListenKeys(
        ListenKeys keys, UserStreams users, VenueLoop loop, CancellationToken cancellationToken)
    {
        var ended = keys.TakeAll();
        await loop.AskAsync(
            _ =>
            {
                ended.ForEach(users.EndKey);
                return true;
            },
            cancellationToken);
        return TypedResults.Ok(new ListenKeysEnded(ended.Count));
    }

    private static NoContent SetClock(ClockRequest request, ServerClock clock)
    {
        clock.Offset = TimeSpan.FromMilliseconds(request.OffsetMs);
        return TypedResults.NoContent();
    }
}
