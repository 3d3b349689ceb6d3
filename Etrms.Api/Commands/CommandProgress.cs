using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Commands;

/// <summary>Follows a command to the venue: which orders it became and what was answered.</summary>
internal sealed class CommandProgress(EtrmsDbContext database)
{
    public async Task<CommandProgressView> ReadAsync(OperatorCommandRow command, CancellationToken cancellationToken)
    {
        var plans = await database.ActionPlans.AsNoTracking().Where(plan => plan.CommandId == command.Id)
            .Select(plan => new { plan.Id, plan.State }).ToListAsync(cancellationToken);
        var ids = plans.ConvertAll(plan => plan.Id);
        var steps = await database.ActionSteps.AsNoTracking().Where(step => ids.Contains(step.PlanId))
            .OrderBy(step => step.At).ThenBy(step => step.Number).ThenBy(step => step.Id).ToListAsync(cancellationToken);
        return new CommandProgressView(
            command.ToView(),
            StateOf(command, plans.ConvertAll(plan => plan.State)),
            [.. steps.Where(IsResult).Select(ToResult)],
            [.. steps.Where(step => !IsResult(step)).Select(step => step.ToView())]);
    }

    private static string StateOf(OperatorCommandRow command, List<ActionPlanState> plans) => command.State switch
    {
        OperatorCommandState.Refused => "refused",
        OperatorCommandState.Pending or OperatorCommandState.Taken => "waiting",
        OperatorCommandState.Done when plans.Contains(ActionPlanState.Acting) => "acting",
        OperatorCommandState.Done when plans.Contains(ActionPlanState.Failed) => "failed",
        // The plan's row is written beside the orders and may come a moment after the answer.
        OperatorCommandState.Done => plans.Count == 0 ? "acting" : "met",
    };

    /// <summary>What was read back at the end of a part of the plan is a row as well, but no order.</summary>
    private static bool IsResult(ActionStepRow step) => step.ClientOrderId is null;

    private static CommandResultView ToResult(ActionStepRow step) =>
        new(step.AccountId, step.Symbol ?? "", step.Side, TextOf(step), step.Remaining, step.Detail, step.At);

    private static string TextOf(ActionStepRow step) => JsonNamingPolicy.SnakeCaseLower.ConvertName(step.Outcome.ToString());
}
