using Etrms.Api.Commands;
using Etrms.Contracts;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Accounts;

internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api-keys", List).WithTags("Accounts").WithSummary("Keys of all accounts, masked");
        var group = app.MapGroup("/accounts/{id:guid}/key").WithTags("Accounts");
        group.MapGet("", Find).WithSummary("Key of an account, masked");
        group.MapPut("", Rotate).WithSummary("Replace the key once the venue has accepted the new one");
        group.MapPost("/disable", Disable).WithSummary("Keep the key but stop using it; its account is no longer watched");
        group.MapPost("/enable", Enable).WithSummary("Use a disabled key again once the venue has accepted it");
        group.MapPost("/test", Test).WithSummary("Ask the venue whether the key still works");
    }

    private static async Task<Ok<ApiKeysView>> List(EtrmsDbContext database, CancellationToken cancellationToken)
    {
        var accounts = (await database.ListActiveAsync(cancellationToken)).ConvertAll(account => account.Id);
        var keys = await database.ExchangeKeys.AsNoTracking()
            .Where(key => accounts.Contains(key.AccountId) && key.State != ExchangeKeyState.Pending)
            .OrderBy(key => key.CreatedAt).ThenBy(key => key.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(new ApiKeysView([.. keys.Select(AccountViews.ToView)]));
    }

    private static async Task<Results<Ok<ApiKeyView>, ProblemHttpResult>> Find(
        Guid id, EtrmsDbContext database, CancellationToken cancellationToken) =>
        await FindAsync(database, id, cancellationToken) is { } key ? TypedResults.Ok(key.ToView()) : Unknown(id);

    private static async Task<Results<Ok<ApiKeyView>, Accepted<CommandView>, ProblemHttpResult>> Rotate(
        Guid id, RotateKeyRequest body, [AsParameters] CommandCall call, AccountConnection connection, EtrmsDbContext database,
        CancellationToken cancellationToken)
    {
        if (await database.FindActiveAsync(id, cancellationToken) is not { } account)
        {
            return Unknown(id);
        }

        var given = KeyShape.Tidy(account.Exchange, body);
        return KeyShape.Check(account.Exchange, given)
            ?? await AnswerAsync(id, await connection.RotateKeyAsync(id, given, call, cancellationToken), database, cancellationToken);
    }

    private static Task<Results<Ok<ApiKeyView>, Accepted<CommandView>, ProblemHttpResult>> Test(
        Guid id, [AsParameters] CommandCall call, EtrmsDbContext database, CancellationToken cancellationToken) =>
        SubmitAsync(CommandKinds.TestKey, id, call, database, cancellationToken);

    private static Task<Results<Ok<ApiKeyView>, Accepted<CommandView>, ProblemHttpResult>> Disable(
        Guid id, [AsParameters] CommandCall call, EtrmsDbContext database, CancellationToken cancellationToken) =>
        SubmitAsync(CommandKinds.DisableKey, id, call, database, cancellationToken);

    private static Task<Results<Ok<ApiKeyView>, Accepted<CommandView>, ProblemHttpResult>> Enable(
        Guid id, [AsParameters] CommandCall call, EtrmsDbContext database, CancellationToken cancellationToken) =>
        SubmitAsync(CommandKinds.EnableKey, id, call, database, cancellationToken);

    private static async Task<Results<Ok<ApiKeyView>, Accepted<CommandView>, ProblemHttpResult>> SubmitAsync(
        string kind, Guid id, CommandCall call, EtrmsDbContext database, CancellationToken cancellationToken)
    {
        if (await FindAsync(database, id, cancellationToken) is null)
        {
            return Unknown(id);
        }

        var order = CommandOrder.Of(call.Key.Id, kind, new AccountCommand(id), call.Operator);
        return await AnswerAsync(id, await call.Desk.SubmitAsync(order, CommandDesk.VenueWait, cancellationToken), database, cancellationToken);
    }

    private static async Task<Results<Ok<ApiKeyView>, Accepted<CommandView>, ProblemHttpResult>> AnswerAsync(
        Guid account, OperatorCommandRow? command, EtrmsDbContext database, CancellationToken cancellationToken)
    {
        return command switch
        {
            null => Problems.Conflict("idempotency_key", CommandAnswers.KeyReused),
            { State: OperatorCommandState.Refused } => KeyProblems.Of(command),
            { State: OperatorCommandState.Done } when await FindAsync(database, account, cancellationToken) is { } key => TypedResults.Ok(key.ToView()),
            { State: OperatorCommandState.Done } => Unknown(account),
            _ => TypedResults.Accepted(CommandAnswers.UrlOf(command.Id), command.ToView()),
        };
    }

    /// <summary>The key in use; a pending one is shown nowhere.</summary>
    private static Task<ExchangeKeyRow?> FindAsync(EtrmsDbContext database, Guid account, CancellationToken cancellationToken) =>
        database.ExchangeKeys.AsNoTracking()
            .Where(key => key.AccountId == account && key.State != ExchangeKeyState.Pending)
            .Where(_ => database.ExchangeAccounts.Any(row => row.Id == account && row.State == ExchangeAccountState.Active))
            .OrderBy(key => key.State).FirstOrDefaultAsync(cancellationToken);

    private static ProblemHttpResult Unknown(Guid id) => Problems.NotFound($"There is no account {id}.");
}
