using System.Security.Claims;
using Etrms.Api.Auth;
using Etrms.Api.Commands;
using Etrms.Api.Live;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Accounts;

internal static class AccountEndpoints
{
    public static void AddAccounts(this IHostApplicationBuilder builder) => builder.Services.AddScoped<AccountConnection>();

    public static RouteGroupBuilder MapAccounts(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/accounts").WithTags("Accounts");
        group.MapGet("", List).WithSummary("Connected accounts with their live figures");
        group.MapPost("", Connect).WithSummary("Connect an account once the venue has accepted its key");
        group.MapGet("/{id:guid}", Find).WithSummary("One account");
        group.MapPatch("/{id:guid}", Rename).WithSummary("Rename an account");
        group.MapDelete("/{id:guid}", Remove).WithSummary("Stop watching an account and forget its key");
        group.MapPost("/{id:guid}/accept-balance", AcceptBalance).WithSummary("Take an unexplained balance as it is");
        return group;
    }

    private static async Task<Ok<AccountsView>> List(
        EtrmsDbContext database, [AsParameters] LiveRead live, CancellationToken cancellationToken)
    {
        var view = live.Describe(await live.Snapshots.ReadAccountsAsync(cancellationToken));
        var rows = await database.ListActiveAsync(cancellationToken);
        return TypedResults.Ok(new AccountsView([.. rows.Select(row => AccountViews.Of(row, view))]));
    }

    private static async Task<Results<Ok<AccountView>, ProblemHttpResult>> Find(
        Guid id, EtrmsDbContext database, [AsParameters] LiveRead live, CancellationToken cancellationToken)
    {
        if (await database.FindActiveAsync(id, cancellationToken) is not { } row)
        {
            return Unknown(id);
        }

        return TypedResults.Ok(AccountViews.Of(row, live.Describe(await live.Snapshots.ReadAccountsAsync(cancellationToken))));
    }

    private static async Task<Results<Created<AccountView>, Accepted<CommandView>, ProblemHttpResult>> Connect(
        CreateAccountRequest body, [AsParameters] CommandCall call, AccountConnection connection, EtrmsDbContext database,
        CancellationToken cancellationToken)
    {
        var given = KeyShape.Tidy(body);
        if (KeyShape.Check(given) is { } wrong)
        {
            return wrong;
        }

        if (await connection.ConnectAsync(given, call, cancellationToken) is not { } command)
        {
            return Problems.Conflict("name", $"There is already an account named {body.Name.Trim()}.");
        }

        var id = AccountConnection.AccountOf(call);
        return command.State switch
        {
            OperatorCommandState.Refused => KeyProblems.Of(command),
            OperatorCommandState.Done when await database.FindActiveAsync(id, cancellationToken) is { } row =>
                TypedResults.Created($"/api/v1/accounts/{id}", AccountViews.Of(row, null)),
            OperatorCommandState.Done => Problems.Conflict("idempotency_key", "The account of this request was removed since. Take a new key."),
            OperatorCommandState.Pending or OperatorCommandState.Taken => TypedResults.Accepted(CommandAnswers.UrlOf(command.Id), command.ToView()),
        };
    }

    private static async Task<Results<Ok<AccountView>, ProblemHttpResult>> Rename(
        Guid id, RenameAccountRequest body, ClaimsPrincipal user, AccountConnection connection, [AsParameters] LiveRead live,
        CancellationToken cancellationToken)
    {
        var renamed = await connection.RenameAsync(id, body.Name.Trim(), user.UserName(), cancellationToken);
        return renamed switch
        {
            { Problem: { } problem } => problem,
            { Row: { } row } => TypedResults.Ok(AccountViews.Of(row, live.Describe(await live.Snapshots.ReadAccountsAsync(cancellationToken)))),
            _ => Unknown(id),
        };
    }

    private static async Task<Results<Ok<CommandView>, Accepted<CommandView>, ProblemHttpResult>> Remove(
        Guid id, [AsParameters] CommandCall call, EtrmsDbContext database, CancellationToken cancellationToken)
    {
        if (await call.RepeatedAsync(CommandKinds.RemoveAccount, cancellationToken) is { } repeated)
        {
            return repeated.ToResult("account");
        }

        if (!await database.ActiveAccountRows().AnyAsync(row => row.Id == id, cancellationToken))
        {
            return Unknown(id);
        }

        var order = CommandOrder.Of(call.Key.Id, CommandKinds.RemoveAccount, new AccountCommand(id), call.Operator);
        return (await call.Desk.SubmitAsync(order, cancellationToken)).ToResult("account");
    }

    private static async Task<Results<Ok<CommandView>, Accepted<CommandView>, ProblemHttpResult>> AcceptBalance(
        Guid id, AcceptBalanceRequest body, [AsParameters] CommandCall call, EtrmsDbContext database, CancellationToken cancellationToken)
    {
        if (!await database.ActiveAccountRows().AnyAsync(row => row.Id == id, cancellationToken))
        {
            return Unknown(id);
        }

        var command = new OperatorCommand.AcceptBalance(new AccountId(id)) { Id = call.Key.Id, Operator = call.Operator, Reason = body.Reason };
        return (await call.Desk.SubmitAsync(CommandOrder.Of(CommandKinds.AcceptBalance, command), cancellationToken)).ToResult("account");
    }

    private static ProblemHttpResult Unknown(Guid id) => Problems.NotFound($"There is no account {id}.");
}
