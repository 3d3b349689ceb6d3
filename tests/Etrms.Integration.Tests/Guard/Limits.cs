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
}
