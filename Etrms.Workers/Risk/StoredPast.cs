using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Journal;
using Etrms.Workers.Risk.Execution;
using Etrms.Workers.Risk.Pumps;

namespace Etrms.Workers.Risk;

/// <summary>What PostgreSQL and the local journals of crashed terms know, put together.</summary>
internal sealed partial class StoredPast(PastSources sources, PlanOrigins origins, Attempts attempts, RiskInbox inbox, ILogger<StoredPast> logger)
{
    /// <summary>Time after its expiry in which a request may still take effect.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    /// <summary>The newest engine state; null on the very first start. What only the journals knew is stored on return.</summary>
    public async Task<RiskEngineState?> LoadAsync(CancellationToken cancellationToken)
    {
        var stored = await sources.Store.LoadAsync(cancellationToken);
        var former = sources.Folder.ReadBefore(sources.Epoch);
        foreach (var plan in stored.OpenPlans)
        {
            origins.Learn(plan);
        }

        CountAttempts(stored.OpenSteps, former);
        sources.Cursors.Load(stored.Cursors);
        var decided = Unstored(stored, former);
        decided.SelectMany(entry => entry.Origins).ToList().ForEach(origins.Learn);
        var state = NewestState(stored.EngineState, decided);
        inbox.NumberFrom(state?.Seq ?? 0);
        await ImportAsync(state, decided, cancellationToken);
        await WaitOutAsync(former, cancellationToken);
        LogLoaded(state?.Seq ?? 0, decided.Count, stored.OpenPlans.Count);
        return state;
    }

    private static RiskEngineState? NewestState(EngineStateRow? stored, List<JournalEntry.Decided> decided)
    {
        var state = stored?.State.Deserialize<RiskEngineState>(EtrmsJson.Stored);
        return decided.Select(entry => entry.State).Append(state).MaxBy(candidate => candidate?.Seq ?? -1);
    }

    /// <summary>
    /// Decisions that PostgreSQL lacks. They must continue its event chain: when another worker wrote there meanwhile, its word stands and ours is
    /// kept in the log only (FC-58).
    /// </summary>
    private List<JournalEntry.Decided> Unstored(StoredRisk stored, IReadOnlyList<FormerEntry> former)
    {
        var decided = former.Where(entry => entry.Epoch >= (stored.EngineState?.Epoch ?? 0))
            .Select(entry => entry.Entry).OfType<JournalEntry.Decided>()
            .Where(entry => entry.State.Seq > (stored.EngineState?.Version ?? -1)).ToList();
        var last = stored.LastEvent;
        var next = decided.SelectMany(entry => entry.Events).FirstOrDefault(entry => entry.Seq > (last?.Seq ?? 0));
        if (next is null || last is null || next.PreviousHash == last.Hash)
        {
            return decided;
        }

        LogDiverged(next.Seq);
        return [];
    }

    private void CountAttempts(IEnumerable<ActionStepRow> steps, IReadOnlyList<FormerEntry> former)
    {
        foreach (var step in steps.Where(step => step.Symbol is not null))
        {
            var instrument = new Domain.Market.InstrumentId(step.Exchange, step.Symbol!);
            attempts.Used(step.PlanId, new PositionKey(new AccountId(step.AccountId), instrument, step.Side), step.Number);
        }

        foreach (var order in former.Select(entry => entry.Entry).OfType<JournalEntry.Prepared>().Select(prepared => prepared.Order))
        {
            attempts.Used(order.PlanId, new PositionKey(order.Account, order.Instrument, order.Side), order.Attempt);
        }
    }

    private async Task ImportAsync(RiskEngineState? state, List<JournalEntry.Decided> decided, CancellationToken cancellationToken)
    {
        sources.Writer.Add(rows =>
        {
            rows.State = state;
            rows.Add(decided.SelectMany(entry => entry.Events).DistinctBy(entry => entry.Seq));
            foreach (var alert in decided.SelectMany(entry => entry.Alerts).DistinctBy(alert => alert.Key))
            {
                rows.Add(DecisionNews.RowOf(alert));
            }
        });
        if (await sources.Writer.SaveAsync(cancellationToken))
        {
            sources.Folder.DropBefore(sources.Epoch);
        }
    }

    /// <summary>An order that was on the wire when the former worker died may still reach the venue until it expires; sized anew only after that.</summary>
    private async Task WaitOutAsync(IReadOnlyList<FormerEntry> former, CancellationToken cancellationToken)
    {
        var answered = former.Select(entry => entry.Entry).OfType<JournalEntry.Answered>().Select(entry => entry.ClientOrderId)
            .ToHashSet(StringComparer.Ordinal);
        var open = former.Select(entry => entry.Entry).OfType<JournalEntry.Prepared>()
            .Where(prepared => !answered.Contains(prepared.Order.ClientOrderId)).ToList();
        if (open.Count == 0)
        {
            return;
        }

        var settledAt = open.Max(prepared => prepared.At) + RequestLifetime.Orders + Settling;
        var left = settledAt - sources.Now;
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left < RequestLifetime.Orders + Settling ? left : RequestLifetime.Orders + Settling, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Recovered at input {Seq}: {Decisions} decisions from the local journal, {Plans} plans under way")]
    private partial void LogLoaded(long seq, int decisions, int plans);

    [LoggerMessage(Level = LogLevel.Critical, Message = "DIVERGENCE: the local journal holds another breaker event {Seq} than PostgreSQL; PostgreSQL stands")]
    private partial void LogDiverged(long seq);
}

/// <summary>Where the past is kept.</summary>
internal sealed class PastSources(RiskStore store, JournalFolder folder, RiskStoreWriter writer, AccountCursors cursors, Leadership leadership)
{
    public RiskStore Store => store;

    public JournalFolder Folder => folder;

    public RiskStoreWriter Writer => writer;

    public AccountCursors Cursors => cursors;

    public long Epoch => leadership.Lease.Epoch;

    public DateTimeOffset Now => leadership.Clock.GetUtcNow();
}
