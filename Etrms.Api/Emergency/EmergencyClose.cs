using Etrms.Api.Accounts;
using Etrms.Api.Auth;
using Etrms.Api.Commands;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Emergency;

/// <summary>Closing everything: confirmed by a phrase that counts the positions and by the password.</summary>
internal sealed class EmergencyClose(EtrmsDbContext database, EmergencyState state, SignIn signIn)
{
    /// <summary>One command per account, so that one venue's trouble does not hold up another.</summary>
    public async Task<IReadOnlyList<CommandOrder>> OrdersAsync(EmergencyRequest body, CommandCall call, CancellationToken cancellationToken)
    {
        var accounts = body.Accounts.Count > 0
            ? [.. body.Accounts.Distinct()]
            : (await database.ListActiveAsync(cancellationToken)).ConvertAll(account => account.Id);
        return accounts.ConvertAll(account => CommandOrder.Of(
            CommandKinds.Close,
            new OperatorCommand.Close(new AccountId(account), null, PositionSide.Both)
            {
                Id = call.Key.Part($"close {account}"),
                Operator = call.Operator,
                Reason = body.Reason,
            }));
    }

    /// <summary>True when the same request came before: it closed what the phrase counted, so it cannot be asked again.</summary>
    public async Task<bool> IsRepetitionAsync(IReadOnlyList<CommandOrder> orders, CommandCall call, CancellationToken cancellationToken) =>
        call.IdempotencyKey is not null && orders.Count > 0 && await call.Desk.FindAsync(orders[0].Id, cancellationToken) is not null;

    public async Task<ProblemHttpResult?> RefuseAsync(EmergencyRequest body, CommandCall call, CancellationToken cancellationToken)
    {
        var phrase = await state.ReadPhraseAsync(body.Accounts, cancellationToken);
        if (body.Confirmation?.Trim() != phrase)
        {
            return Problems.Refused("confirmation", $"Type {phrase} to close what stands open now.");
        }

        return (await signIn.CheckAsync(call.Operator, body.Password ?? "", cancellationToken)) switch
        {
            { Verdict: SignInVerdict.Right } => null,
            { Verdict: SignInVerdict.Locked, Wait: var wait } =>
                Problems.Refused("password", $"Too many wrong passwords. Try again in {Math.Ceiling(wait.TotalSeconds)} seconds."),
            _ => Problems.Refused("password", "The password is wrong."),
        };
    }
}
