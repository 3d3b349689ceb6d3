using Etrms.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Positions;

/// <summary>How much a reduction takes off: a share of the live quantity, or base units.</summary>
internal static class ReductionSize
{
    /// <summary>A problem when the body cannot be a reduction of any position.</summary>
    public static ProblemHttpResult? Check(ReducePositionRequest body) => body switch
    {
        { Fraction: null, Quantity: null } => Problems.Invalid("fraction", "Give a fraction or a quantity."),
        { Fraction: not null, Quantity: not null } => Problems.Invalid("quantity", "Give a fraction or a quantity, not both."),
        { Fraction: <= 0 or > 1 } => Problems.Invalid("fraction", "Must be above 0 and at most 1."),
        { Quantity: <= 0 } => Problems.Invalid("quantity", "Must be above 0."),
        _ => null,
    };

    /// <summary>A problem when the size is smaller than a step of the contract, or lies between two.</summary>
    public static ProblemHttpResult? Check(ReducePositionRequest body, decimal quantity, PositionView position) => body switch
    {
        _ when quantity == 0 => Problems.Refused(
            body.Quantity is null ? "fraction" : "quantity", $"Too small: less than one step of {position.StepSize} {position.Symbol}."),
        { Quantity: { } wanted } when wanted < Math.Abs(position.Quantity) && wanted != quantity => Problems.Refused(
            "quantity", $"Too precise: {position.Symbol} trades in steps of {position.StepSize}. The next smaller size is {quantity}."),
        _ => null,
    };

    /// <summary>Base units on the contract's step, never more than the position holds; 0 when the wish is smaller than one step.</summary>
    public static decimal Of(ReducePositionRequest body, PositionView position)
    {
        var held = Math.Abs(position.Quantity);
        var wanted = Math.Min(held, body.Quantity ?? held * body.Fraction.GetValueOrDefault(1));
        return wanted == held || position.StepSize <= 0 ? wanted : Math.Floor(wanted / position.StepSize) * position.StepSize;
    }
}
