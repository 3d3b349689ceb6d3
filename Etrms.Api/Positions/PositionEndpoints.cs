using Etrms.Api.Commands;
using Etrms.Api.Live;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Positions;

internal static class PositionEndpoints
{
    private const string Field = "position";
    private static readonly PositionsView NothingKnown = new([], [], IsComplete: false);

    public static RouteGroupBuilder MapPositions(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/positions").WithTags("Positions");
        group.MapGet("", List).WithSummary("Open positions with their live figures, and open orders");
        group.MapGet("/{id}", Find).WithSummary("One open position");
        group.MapPost("/{id}/close", Close).WithSummary("Close a position by reduce-only orders");
        group.MapPost("/{id}/reduce", Reduce).WithSummary("Take a share or a quantity off a position");
        group.MapPut("/{id}/protection", Protect).WithSummary("Set, move or remove stop-loss and take-profit");
        return group;
    }

    private static async Task<Ok<PositionsView>> List(
        Guid? account, string? symbol, [AsParameters] LiveRead live, CancellationToken cancellationToken)
    {
        var view = live.Describe(await live.Snapshots.ReadPositionsAsync(cancellationToken)) ?? NothingKnown;
        return TypedResults.Ok(view with
        {
            Positions = [.. view.Positions.Where(position => Matches(position.AccountId, position.Symbol, account, symbol))],
            OpenOrders = [.. view.OpenOrders.Where(order => Matches(order.AccountId, order.Symbol, account, symbol))],
        });
    }

    private static async Task<Results<Ok<PositionView>, ProblemHttpResult>> Find(
        string id, [AsParameters] LiveRead live, CancellationToken cancellationToken) =>
        await FindAsync(id, live, cancellationToken) is { } found ? TypedResults.Ok(found) : Unknown(id);

    private static async Task<Results<Ok<CommandView>, Accepted<CommandView>, ProblemHttpResult>> Close(
        string id, ClosePositionRequest? body, [AsParameters] LiveRead live, [AsParameters] CommandCall call,
        CancellationToken cancellationToken)
    {
        if (await call.RepeatedAsync(CommandKinds.Close, cancellationToken) is { } repeated)
        {
            return repeated.ToResult(Field);
        }

        if (await FindAsync(id, live, cancellationToken) is not { } position)
        {
            return Unknown(id);
        }

        var command = new OperatorCommand.Close(new AccountId(position.AccountId), InstrumentOf(position), position.PositionSide)
        {
            Id = call.Key.Id,
            Operator = call.Operator,
            Reason = body?.Reason ?? "",
        };
        return (await call.Desk.SubmitAsync(CommandOrder.Of(CommandKinds.Close, command), cancellationToken)).ToResult(Field);
    }

    private static async Task<Results<Ok<CommandView>, Accepted<CommandView>, ProblemHttpResult>> Reduce(
        string id, ReducePositionRequest body, [AsParameters] LiveRead live, [AsParameters] CommandCall call,
        CancellationToken cancellationToken)
    {
        if (ReductionSize.Check(body) is { } wrong)
        {
            return wrong;
        }

        if (await call.RepeatedAsync(CommandKinds.Reduce, cancellationToken) is { } repeated)
        {
            return repeated.ToResult(Field);
        }

        if (await FindAsync(id, live, cancellationToken) is not { } position)
        {
            return Unknown(id);
        }

        var quantity = ReductionSize.Of(body, position);
        if (ReductionSize.Check(body, quantity, position) is { } unfit)
        {
            return unfit;
        }

        var command = new OperatorCommand.Reduce(new AccountId(position.AccountId), InstrumentOf(position), position.PositionSide, quantity)
        {
            Id = call.Key.Id,
            Operator = call.Operator,
            Reason = body.Reason ?? "",
        };
        return (await call.Desk.SubmitAsync(CommandOrder.Of(CommandKinds.Reduce, command), cancellationToken)).ToResult(Field);
    }

    private static async Task<Results<Ok<CommandView>, Accepted<CommandView>, ProblemHttpResult>> Protect(
        string id, ProtectPositionRequest body, [AsParameters] LiveRead live, [AsParameters] CommandCall call,
        CancellationToken cancellationToken)
    {
        if (Levels.Check(body) is { } wrong)
        {
            return wrong;
        }

        if (await call.RepeatedAsync(CommandKinds.Protect, cancellationToken) is { } repeated)
        {
            return repeated.ToResult("stop_loss");
        }

        if (await FindAsync(id, live, cancellationToken) is not { } position)
        {
            return Unknown(id);
        }

        if (Levels.Check(body, position) is { } misplaced)
        {
            return misplaced;
        }

        var command = new OperatorCommand.Protect(
            new AccountId(position.AccountId), InstrumentOf(position), position.PositionSide, body.StopLoss, body.TakeProfit)
        {
            Id = call.Key.Id,
            Operator = call.Operator,
        };
        return (await call.Desk.SubmitAsync(CommandOrder.Of(CommandKinds.Protect, command), cancellationToken)).ToResult("stop_loss");
    }

    private static async Task<PositionView?> FindAsync(string id, LiveRead live, CancellationToken cancellationToken) =>
        live.Describe(await live.Snapshots.ReadPositionsAsync(cancellationToken))?.Positions.FirstOrDefault(position => position.Id == id);

    private static bool Matches(Guid account, string symbol, Guid? wantedAccount, string? wantedSymbol) =>
        (wantedAccount is null || account == wantedAccount)
        && (string.IsNullOrEmpty(wantedSymbol) || string.Equals(symbol, wantedSymbol, StringComparison.OrdinalIgnoreCase));

    private static InstrumentId InstrumentOf(PositionView position) => new(position.Exchange, position.Symbol);

    private static ProblemHttpResult Unknown(string id) => Problems.NotFound($"There is no open position {id}.");
}
