using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Integration.Tests.Guard;

/// <summary>Breakers that tests set over one account.</summary>
internal static class Limits
{
    /// <summary>Closes everything as soon as the account has fallen by this fraction.</summary>
    public static CircuitBreaker Drawdown(GuardedAccount account, decimal threshold = 0.05m) => new()
    {
        Id = Guid.NewGuid(),
        Name = $"Drawdown of {account.Id:N}",
        Type = "MAX_DRAWDOWN",
        Threshold = threshold,
        Stages = [new Stage(1m, [new BreakerAction(BreakerActionKind.ClosePositions)])],
        Qualify = new Qualification(TimeSpan.Zero, 1),
        MeasureScope = new Scope { Accounts = [new AccountId(account.Id)] },
        ActScope = new Scope { Accounts = [new AccountId(account.Id)] },
    };

    /// <summary>A button over the account; closes everything unless told otherwise.</summary>
    public static CircuitBreaker Button(GuardedAccount account, params BreakerAction[] actions) => Rule(account, "MANUAL", 1, actions);

    /// <summary>A rule over the account that trips at once; closes everything unless told otherwise.</summary>
    public static CircuitBreaker Rule(GuardedAccount account, string type, decimal threshold, params BreakerAction[] actions) => Drawdown(account) with
    {
        Name = $"{type} {Guid.NewGuid():N}",
        Type = type,
        Threshold = threshold,
        Stages = [new Stage(1m, actions.Length == 0 ? [new BreakerAction(BreakerActionKind.ClosePositions)] : [.. actions])],
    };

    /// <summary>Cuts every position by half as soon as the account has fallen by this fraction.</summary>
    public static CircuitBreaker Half(GuardedAccount account) => Drawdown(account) with
    {
        Name = $"Half {Guid.NewGuid():N}",
        Stages = [new Stage(1m, [new BreakerAction(BreakerActionKind.ReducePosition) { ReduceBy = 0.5m }])],
    };

    /// <summary>Only tells, at once.</summary>
    public static CircuitBreaker Watch(GuardedAccount account, string type, decimal threshold) =>
        Rule(account, type, threshold, new BreakerAction(BreakerActionKind.Notify));
}
