using System.Security.Claims;
using Etrms.Api.Auth;
using Etrms.Api.Commands;
using Etrms.Contracts;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Notifications;

internal static class NotificationEndpoints
{
    private const int MostChannels = 20;

    public static void AddNotifications(this IHostApplicationBuilder builder) => builder.Services.AddScoped<ChannelWrites>().AddScoped<ChannelViews>();

    public static RouteGroupBuilder MapNotifications(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/notifications").WithTags("Notifications");
        group.MapGet("/channels", List).WithSummary("Channels that alerts take, without their secrets");
        group.MapPost("/channels", Create).WithSummary("Add a channel");
        group.MapGet("/channels/{id:guid}", Find).WithSummary("One channel");
        group.MapPut("/channels/{id:guid}", Change).WithSummary("Change a channel; secrets that are left out stay");
        group.MapDelete("/channels/{id:guid}", Remove).WithSummary("Remove a channel and its secrets");
        group.MapPost("/channels/{id:guid}/test", Test).WithSummary("Send a test message by a channel");
        group.MapGet("/deliveries", Deliveries).WithSummary("What became of every message, newest first");
        return group;
    }

    private static async Task<Ok<NotificationChannelsView>> List(ChannelViews views, CancellationToken cancellationToken) =>
        TypedResults.Ok(await views.ListAsync(cancellationToken));

    private static async Task<Results<Ok<NotificationChannelView>, ProblemHttpResult>> Find(
        Guid id, ChannelWrites channels, ChannelViews views, CancellationToken cancellationToken) =>
        await channels.FindAsync(id, cancellationToken) is { } row ? TypedResults.Ok(await views.ViewAsync(row, cancellationToken)) : Unknown(id);

    private static async Task<Results<Created<NotificationChannelView>, ProblemHttpResult>> Create(
        NotificationChannelRequest body, ChannelWrites channels, ChannelViews views, EtrmsDbContext database, ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        if (ChannelRules.Check(body, isNew: true) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        if (await database.OwnChannels().CountAsync(cancellationToken) >= MostChannels)
        {
            return Problems.Refused("name", $"There are {MostChannels} channels already. Remove one first.");
        }

        return await channels.CreateAsync(body, user.UserName(), cancellationToken) is { } row
            ? TypedResults.Created($"/api/v1/notifications/channels/{row.Id}", await views.ViewAsync(row, cancellationToken))
            : NameTaken(body);
    }

    private static async Task<Results<Ok<NotificationChannelView>, ProblemHttpResult>> Change(
        Guid id, NotificationChannelRequest body, ChannelWrites channels, ChannelViews views, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await channels.FindAsync(id, cancellationToken) is not { } row)
        {
            return Unknown(id);
        }

        if (body.Kind != row.Kind)
        {
            return Problems.Invalid("kind", "A channel keeps its kind. Add another one.");
        }

        if (ChannelRules.Check(body, isNew: !channels.Opens(row)) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        return await channels.ChangeAsync(row, body, user.UserName(), cancellationToken)
            ? TypedResults.Ok(await views.ViewAsync(row, cancellationToken))
            : NameTaken(body);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid id, ChannelWrites channels, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await channels.FindAsync(id, cancellationToken) is not { } row)
        {
            return Unknown(id);
        }

        await channels.RemoveAsync(row, user.UserName(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<CommandView>, Accepted<CommandView>, ProblemHttpResult>> Test(
        Guid id, [AsParameters] CommandCall call, ChannelWrites channels, CancellationToken cancellationToken)
    {
        if (await channels.FindAsync(id, cancellationToken) is not { } row)
        {
            return Unknown(id);
        }

        var order = CommandOrder.Of(call.Key.Id, CommandKinds.TestNotification, new TestNotificationCommand(id), call.Operator);
        return (await call.Desk.SubmitAsync(order, CommandDesk.VenueWait, cancellationToken)).ToResult(FieldOf(row.Kind));
    }

    private static async Task<Results<Ok<Page<NotificationDeliveryView>>, ProblemHttpResult>> Deliveries(
        [AsParameters] DeliveryQuery query, EtrmsDbContext database, CancellationToken cancellationToken)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var limit = query.Limit ?? Paging.DefaultLimit;
        var matching = query.Matching(database.NotificationDeliveries.AsNoTracking().Where(row => row.OwnerId == Owner.Operator));
        var total = await matching.LongCountAsync(cancellationToken);
        var rows = await query.From(matching).OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id)
            .Take(limit + 1).ToListAsync(cancellationToken);
        var next = rows.Count > limit ? DeliveryCursor.Of(rows[limit - 1]).ToString() : null;
        return TypedResults.Ok(new Page<NotificationDeliveryView>([.. rows.Take(limit).Select(DeliveryViews.ToView)], next, total));
    }

    /// <summary>The field that the trader looks at first when a message does not get through.</summary>
    private static string FieldOf(NotificationChannelKind kind) => kind switch
    {
        NotificationChannelKind.Webhook => "address",
        NotificationChannelKind.Telegram => "chat_id",
        NotificationChannelKind.Email => "host",
    };

    private static ProblemHttpResult NameTaken(NotificationChannelRequest body) =>
        Problems.Conflict("name", $"There is already a channel named {body.Name.Trim()}.");

    private static ProblemHttpResult Unknown(Guid id) => Problems.NotFound($"There is no channel {id}.");
}
