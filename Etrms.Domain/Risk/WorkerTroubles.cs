using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Risk;

/// <summary>A worker that cannot do all its work takes no new risk on; exits go on.</summary>
internal static class WorkerTroubles
{
    private const string Owner = "worker:";

    /// <summary>True when a claim stands for a trouble of the worker.</summary>
    public static bool Claims(PostureClaim claim) => claim.Owner.StartsWith(Owner, StringComparison.Ordinal);

    public static void Fold(RiskEvent.WorkerTroubled troubled, BoardContext context)
    {
        var owner = $"{Owner}{troubled.Concern}";
        if (troubled.Trouble is not { } trouble)
        {
            context.Postures.Release(owner);
            return;
        }

        if (!context.Postures.Holds(owner))
        {
            var key = $"{owner}/{context.Books.Clock.Wall:O}";
            context.Alert(key, AlertSeverity.Critical, "ETRMS takes no new risk", $"{trouble} Closing and reducing go on.");
        }

        context.Postures.Claim(owner, Scope.Global, Posture.NoNewRisk, trouble);
    }
}
