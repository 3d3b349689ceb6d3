using System.Text.Json;
using Etrms.Api.Accounts;
using Etrms.Api.Commands;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Risk;

/// <summary>The pre-trade gate for any order of any program, with what the order would lead to.</summary>
internal static class RiskPreview
{
    /// <summary>Smallest and largest moves of a price that the look ahead takes; the engine doubts a price that moves by more.</summary>
    private const decimal DeepestFall = -0.6m;
    private const decimal HighestRise = 1.5m;

    public static async Task<Results<Ok<RiskPreviewView>, ProblemHttpResult>> AskAsync(
        RiskPreviewRequest body, [AsParameters] CommandCall call, EtrmsDbContext database, CancellationToken cancellationToken)
    {
        var errors = Errors(body).ToDictionary(error => error.Field, error => (string[])[error.Reason], StringComparer.Ordinal);
        if (errors.Count > 0)
        {
            return Problems.Invalid(errors);
        }

        if (await database.FindActiveAsync(body.AccountId.GetValueOrDefault(), cancellationToken) is not { } account)
        {
            return Problems.Refused("account_id", $"There is no account {body.AccountId}.");
        }

        var key = call.Key.Id;
        var order = CommandOrder.Of(key, CommandKinds.PreviewOrder, new PreviewOrderCommand(OrderOf(body, account, key), body.PriceMove) { StopLoss = body.StopLoss }, call.Operator);
        return await call.Desk.SubmitAsync(order, cancellationToken) switch
        {
            null => Problems.Conflict("idempotency_key", CommandAnswers.KeyReused),
            { State: OperatorCommandState.Refused } refused => Problems.Refused("order", refused.Refusal ?? "Refused."),
            { State: OperatorCommandState.Done, Answer: { } answer } => TypedResults.Ok(answer.Deserialize<RiskPreviewView>(EtrmsJson.Options)!),
            _ => Problems.Unavailable("The risk worker did not answer in time, so the order was not judged: do not take it for allowed."),
        };
    }

    private static IEnumerable<(string Field, string Reason)> Errors(RiskPreviewRequest body)
    {
        var numbers = new (string Field, decimal? Number)[]
        {
            ("quantity", body.Quantity), ("price", body.Price), ("trigger_price", body.TriggerPrice), ("callback_rate", body.CallbackRate),
            ("stop_loss", body.StopLoss),
        };
        foreach (var (field, _) in numbers.Where(entry => entry.Number <= 0))
        {
            yield return (field, "Must be above 0.");
        }

        if (body.PriceMove is < DeepestFall or > HighestRise)
        {
            yield return ("price_move", $"Must be a fraction from {DeepestFall} to {HighestRise}, such as -0.03 for a fall by 3 %.");
        }
    }

    private static OrderRequest OrderOf(RiskPreviewRequest body, ExchangeAccountRow account, Guid key) => new()
    {
        Account = new AccountId(account.Id),
        Instrument = new InstrumentId(account.Exchange, SymbolSpelling.Of(body.Symbol)),
        Side = body.Side.GetValueOrDefault(),
        PositionSide = body.PositionSide,
        Type = body.Type,
        Quantity = body.Quantity.GetValueOrDefault(),
        Price = body.Price,
        TriggerPrice = body.TriggerPrice,
        CallbackRate = body.CallbackRate,
        ReduceOnly = body.ReduceOnly,
        ClientOrderId = $"preview-{key:N}",
    };
}
