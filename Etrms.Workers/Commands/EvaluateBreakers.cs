using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Live;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Commands;

/// <summary>Says what every breaker would do now; nothing is done.</summary>
internal sealed class EvaluateBreakers(RiskMonitor monitor, RiskClock clock) : ICommandHandler
{
    public IReadOnlyCollection<string> Kinds => [CommandKinds.EvaluateBreakers];

    public async Task<CommandOutcome> HandleAsync(OperatorCommandRow row, CancellationToken cancellationToken)
    {
        var wanted = EngineCommands.Payload<EvaluateBreakersCommand>(row).Breakers.ToHashSet();
        var evaluations = await monitor.AskAsync(engine => engine.EvaluateBreakers(), cancellationToken);
        var view = new BreakerEvaluationsView(
            [.. evaluations.Where(evaluation => wanted.Count == 0 || wanted.Contains(evaluation.BreakerId)).Select(BreakerViews.ToView)],
            clock.WallNow);
        return new CommandOutcome(null, JsonSerializer.SerializeToElement(view, EtrmsJson.Options));
    }
}
