using System.Collections.Concurrent;
using System.Diagnostics;
using Etrms.Domain.Risk;

namespace Etrms.Workers.Risk;

/// <summary>
/// The one loop that owns the engine: drains the inbox, steps, hands decisions on. What it throws ends the term of leadership, and the next one
/// starts through recovery: the loop fails closed.
/// </summary>
internal sealed class RiskMonitor(
    RiskInbox inbox, DecisionExecutor executor, RiskRecorder recorder, RiskTelemetry telemetry, SettingsInForce settings) : ITermLoop
{
    private readonly ConcurrentQueue<Action<RiskEngine>> _questions = new();
    private readonly List<RiskDecision> _decisions = [];
    private RiskEngine? _engine;

    /// <summary>Recovery hands over the state to go on from; null on the very first start.</summary>
    public void Adopt(RiskEngineState? state)
    {
        _engine = new RiskEngine(settings.Current, state);
        settings.Current = _engine.Settings;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var engine = _engine ?? throw new InvalidOperationException("The engine was not recovered.");
        recorder.Begin(engine);
        engine.ResumePlans(_decisions);
        CarryOut(engine, cancellationToken);
        _decisions.Clear();
        while (true)
        {
            var inputs = await inbox.ReadAsync(cancellationToken);
            telemetry.Read(inputs.Count);
            foreach (var riskEvent in inputs)
            {
                Step(engine, riskEvent, cancellationToken);
            }

            while (_questions.TryDequeue(out var question))
            {
                question(engine);
            }

            recorder.PublishWhenDue(engine);
        }
    }

    /// <summary>Asks the engine from outside; the answer is computed between two steps.</summary>
    public Task<T> AskAsync<T>(Func<RiskEngine, T> question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions.Enqueue(engine => answer.TrySetResult(question(engine)));
        inbox.Wake();
        return answer.Task.WaitAsync(cancellationToken);
    }

    private void Step(RiskEngine engine, RiskEvent riskEvent, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        engine.Step(riskEvent, _decisions);
        telemetry.Stepped(began);
        settings.Current = engine.Settings;
        CarryOut(engine, cancellationToken);
        recorder.Keep(engine, riskEvent, _decisions);
        _decisions.Clear();
    }

    private void CarryOut(RiskEngine engine, CancellationToken cancellationToken)
    {
        if (_decisions.Count > 0)
        {
            executor.CarryOut(engine, _decisions, cancellationToken);
        }
    }
}
