using System.Security.Claims;
using Etrms.Api.Auth;
using Etrms.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Live;

internal static class LiveEndpoints
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(10);

    public static void AddLive(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Snapshots>().AddSingleton<FirstFrames>().AddScoped<SocketTickets>().AddScoped<LiveDoor>();
        builder.Services.AddSingleton<LiveRelay>().AddHostedService(services => services.GetRequiredService<LiveRelay>());
        builder.Services.Configure<WebSocketOptions>(options =>
        {
            options.KeepAliveInterval = PingEvery;
            options.KeepAliveTimeout = PongWithin;
        });
    }

    public static RouteGroupBuilder MapLive(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/ws").WithTags("Live");
        group.MapPost("/tickets", IssueTicket).WithSummary("A ticket that opens one socket within 30 seconds");
        foreach (var channel in LiveChannels.All)
        {
            group.MapGet($"/{channel}", ([AsParameters] SocketQuery query, LiveDoor door, HttpContext context) => door.EnterAsync(channel, query, context))
                .AllowAnonymous().WithSummary($"WebSocket of the channel {channel}: first a snapshot, then changes");
        }

        return group;
    }

    private static async Task<Ok<SocketTicketView>> IssueTicket(
        SocketTickets tickets, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await tickets.IssueAsync(user.UserId(), cancellationToken));
}
