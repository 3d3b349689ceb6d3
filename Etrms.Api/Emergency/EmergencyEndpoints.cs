using Etrms.Api.Commands;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Emergency;

/// <summary>Three levers, from mild to final: pause new risk, cancel orders, close positions (UX 2.4).</summary>
internal static class EmergencyEndpoints
{
    public static void AddEmergency(this IHostApplicationBuilder builder) =>
        builder.Services.AddScoped<EmergencyState>().AddScoped<EmergencyClose>();

    public static RouteGroupBuilder MapEmergency(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/emergency").WithTags("Emergency");
        group.MapGet("", State).WithSummary("What stands open, and the phrase that closes it");
        group.MapPost("/pause", Pause).WithSummary("Refuse new risk until lifted");
        group.MapPost("/lift", Lift).WithSummary("Lift the trader's own pause");
        group.MapPost("/cancel-orders", CancelOrders).WithSummary("Cancel resting orders");
        group.MapPost("/close-positions", ClosePositions).WithSummary("Close every position; needs the typed phrase and the password");
        app.MapPost("/positions/close-all", ClosePositions).WithTags("Positions").WithSummary("The same as /emergency/close-positions");
        return group;
    }

    private static async Task<Ok<EmergencyView>> State(EmergencyState state, CancellationToken cancellationToken) =>
        TypedResults.Ok(await state.ReadAsync(cancellationToken));

    private static async Task<Results<Ok<CommandsView>, Accepted<CommandsView>, ProblemHttpResult>> Pause(
        EmergencyRequest body, [AsParameters] CommandCall call, EmergencyState state, CancellationToken cancellationToken)
    {
        if (await state.CheckAccountsAsync(body, cancellationToken) is { } wrong)
        {
            return wrong;
        }

        var scope = new Scope { Accounts = [.. body.Accounts.Select(account => new AccountId(account))] };
        var command = new OperatorCommand.Pause(scope, body.PauseMode) { Id = call.Key.Id, Operator = call.Operator, Reason = body.Reason };
        return await SubmitAsync(call, [CommandOrder.Of(CommandKinds.Pause, command)], cancellationToken);
    }

    private static async Task<Results<Ok<CommandsView>, Accepted<CommandsView>, ProblemHttpResult>> Lift(
        EmergencyRequest body, [AsParameters] CommandCall call, EmergencyState state, CancellationToken cancellationToken)
    {
        if (await state.CheckAccountsAsync(body, cancellationToken) is { } wrong)
        {
            return wrong;
        }

        var command = new OperatorCommand.LiftPause { Id = call.Key.Id, Operator = call.Operator, Reason = body.Reason };
        return await SubmitAsync(call, [CommandOrder.Of(CommandKinds.LiftPause, command)], cancellationToken);
    }

    private static async Task<Results<Ok<CommandsView>, Accepted<CommandsView>, ProblemHttpResult>> CancelOrders(
        EmergencyRequest body, [AsParameters] CommandCall call, EmergencyState state, CancellationToken cancellationToken)
    {
        if (await state.CheckAccountsAsync(body, cancellationToken) is { } wrong)
        {
            return wrong;
        }

        AccountId?[] accounts = body.Accounts.Count == 0
            ? [null]
            : [.. body.Accounts.Distinct().Select(account => (AccountId?)new AccountId(account))];
        var orders = accounts.Select(account => CommandOrder.Of(
            CommandKinds.CancelOrders,
            new OperatorCommand.CancelOrders(account, null, body.CancelFilter)
            {
                Id = account is { } one ? call.Key.Part($"cancel {one}") : call.Key.Id,
                Operator = call.Operator,
                Reason = body.Reason,
            }));
        return await SubmitAsync(call, [.. orders], cancellationToken);
    }

    private static async Task<Results<Ok<CommandsView>, Accepted<CommandsView>, ProblemHttpResult>> ClosePositions(
        EmergencyRequest body, [AsParameters] CommandCall call, EmergencyState state, EmergencyClose close,
        CancellationToken cancellationToken)
    {
        if (await state.CheckAccountsAsync(body, cancellationToken) is { } wrong)
        {
            return wrong;
        }

        var orders = await close.OrdersAsync(body, call, cancellationToken);
        if (!await close.IsRepetitionAsync(orders, call, cancellationToken)
            && await close.RefuseAsync(body, call, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return await SubmitAsync(call, orders, cancellationToken);
    }

    private static async Task<Results<Ok<CommandsView>, Accepted<CommandsView>, ProblemHttpResult>> SubmitAsync(
        CommandCall call, IReadOnlyCollection<CommandOrder> orders, CancellationToken cancellationToken)
    {
        var rows = await Task.WhenAll(orders.Select(order => call.Desk.SubmitAsync(order, cancellationToken)));
        var commands = new List<CommandView>();
        foreach (var row in rows)
        {
            if (row is null)
            {
                return Problems.Conflict("idempotency_key", CommandAnswers.KeyReused);
            }

            commands.Add(row.ToView());
        }

        return commands switch
        {
            [{ Refusal: { } refusal }] => Problems.Refused("command", refusal),
            _ when commands.TrueForAll(command => command.AnsweredAt is not null) => TypedResults.Ok(new CommandsView(commands)),
            _ => TypedResults.Accepted(CommandAnswers.UrlOf(commands[0].Id), new CommandsView(commands)),
        };
    }
}
