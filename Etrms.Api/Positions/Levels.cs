using System.Globalization;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Positions;

/// <summary>Protective levels against the position that they are for, so that a slip is told at its field and not by the venue.</summary>
internal static class Levels
{
    /// <summary>A problem when the body cannot protect any position.</summary>
    public static ProblemHttpResult? Check(ProtectPositionRequest body) => body.StopLoss <= 0 || body.TakeProfit <= 0
        ? Problems.Invalid(body.StopLoss <= 0 ? "stop_loss" : "take_profit", "Must be above 0, or null to remove the level.")
        : null;

    /// <summary>A problem when the levels lie on the wrong side of the mark or between two prices of the contract.</summary>
    public static ProblemHttpResult? Check(ProtectPositionRequest body, PositionView position) =>
        OffTick("stop_loss", body.StopLoss, position)
        ?? OffTick("take_profit", body.TakeProfit, position)
        ?? (ProtectionPlanner.Refusal(position.Quantity, position.MarkPrice ?? 0, body.StopLoss, body.TakeProfit) is { } refusal
            ? Problems.Refused(refusal.Field, refusal.Message)
            : null);

    private static ProblemHttpResult? OffTick(string field, decimal? level, PositionView position)
    {
        var tick = position.TickSize;
        if (level is not { } price || tick <= 0 || price % tick == 0)
        {
            return null;
        }

        var below = Math.Floor(price / tick) * tick;
        return Problems.Refused(
            field, $"Too precise: {position.Symbol} moves in steps of {Text(tick)}. The nearest prices are {Text(below)} and {Text(below + tick)}.");
    }

    private static string Text(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
