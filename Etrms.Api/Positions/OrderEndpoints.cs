using Etrms.Api.Accounts;
using Etrms.Api.Commands;
using Etrms.Api.Live;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Positions;

internal static class OrderEndpoints
{
    private static readonly OpenOrdersView NothingKnown = new([], IsComplete: false);

    public static RouteGroupBuilder MapOrders(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/orders").WithTags("Positions");
        group.MapGet("", List).WithSummary("Open orders, ordinary and conditional");
        group.MapPost("/cancel", Cancel).WithSummary("Cancel resting orders of a contract, an account or everything");
        return group;
    }

    private static async Task<Ok<OpenOrdersView>> List([AsParameters] LiveRead live, CancellationToken cancellationToken) =>
        TypedResults.Ok(live.Describe(await live.Snapshots.ReadPositionsAsync(cancellationToken)) is { } view
            ? new OpenOrdersView(view.OpenOrders, view.IsComplete)
            : NothingKnown);

    private static async Task<Results<Ok<CommandView>, Accepted<CommandView>, ProblemHttpResult>> Cancel(
        CancelOrdersRequest body, [AsParameters] CommandCall call, EtrmsDbContext database, CancellationToken cancellationToken)
    {
        if (body.Symbol is not null && body.AccountId is null)
        {
            return Problems.Invalid("account_id", "Is required with a symbol.");
        }

        var account = body.AccountId is { } id ? await database.FindActiveAsync(id, cancellationToken) : null;
        if (body.AccountId is { } unknown && account is null)
        {
            return Problems.Refused("account_id", $"There is no account {unknown}.");
        }

        if (body.OrderId is not null && body.Symbol is null)
        {
            return Problems.Invalid("symbol", "Is required with an order.");
        }

        InstrumentId? instrument = body.Symbol is { } symbol && account is not null
            ? new InstrumentId(account.Exchange, SymbolSpelling.Of(symbol))
            : null;
        var command = new OperatorCommand.CancelOrders(account is null ? null : new AccountId(account.Id), instrument, body.Filter)
        {
            Id = call.Key.Id,
            Operator = call.Operator,
            Reason = body.Reason ?? "",
            OrderId = body.OrderId,
        };
        var answered = await call.Desk.SubmitAsync(CommandOrder.Of(CommandKinds.CancelOrders, command), cancellationToken);
        return answered.ToResult(body.OrderId is null ? "symbol" : "order_id");
    }
}
