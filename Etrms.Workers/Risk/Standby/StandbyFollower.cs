using System.Threading.Channels;
using Etrms.Contracts;
using Etrms.Contracts.Journal;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Etrms.Workers.Journal.Inputs;
using StackExchange.Redis;

namespace Etrms.Workers.Risk.Standby;

/// <summary>
/// While another worker leads, this one computes along and compares hashes (RISK 4.10). A difference is stored as DIVERGENCE with this side's journal;
/// until the trader clears it, the lease is given to nobody but the leader's own installation (FC-58).
/// </summary>
internal sealed partial class StandbyFollower(
    InputFeed feed, StandbyRecords records, Installation installation, SessionFolder sessions, ILogger<StandbyFollower> logger)
    : IAsyncDisposable
{
    /// <summary>Batches of lines that may wait; more leave a gap, and the next beginning is waited for.</summary>
    private const int Waiting = 1024;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private CancellationTokenSource? _end;
    private Task _following = Task.CompletedTask;

    /// <summary>Begins to follow whoever leads, unless it does already.</summary>
    public void Begin()
    {
        if (_end is null)
        {
            _end = new CancellationTokenSource();
            _following = FollowAsync(_end.Token);
        }
    }

    public async Task EndAsync()
    {
        if (_end is { } end)
        {
            await end.CancelAsync();
            await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            end.Dispose();
            _end = null;
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await records.LeaderAsync(cancellationToken) is { } leader && await records.DivergenceAsync(cancellationToken) is null)
                {
                    await FollowAsync(leader, cancellationToken);
                }
            }
            catch (Exception away) when (DatabaseOutage.Is(away) || away is RedisException or IOException)
            {
                LogAway(away.Message);
            }

            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    /// <summary>Returns when another worker leads, or after a difference.</summary>
    private async Task FollowAsync(string leader, CancellationToken cancellationToken)
    {
        var received = Channel.CreateBounded<byte[]>(
            new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropNewest, SingleReader = true });
        if (!await feed.TryFollowAsync(leader, lines => received.Writer.TryWrite(lines)))
        {
            return;
        }

        using var followed = new FollowedLeader();
        try
        {
            do
            {
                await LookAsync(leader, followed, cancellationToken);
                await TakeAsync(received.Reader, followed, cancellationToken);
            }
            while (followed.Difference is null && await records.LeaderAsync(cancellationToken) == leader);
        }
        finally
        {
            await feed.TryLeaveAsync(leader);
        }

        if (followed.Difference is { } difference)
        {
            await DivergedAsync(leader, followed, difference, cancellationToken);
        }
    }

    /// <summary>Asks for a beginning where one is needed, and tells how far it has come.</summary>
    private async Task LookAsync(string leader, FollowedLeader followed, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (followed.NeedsBeginning)
        {
            await feed.AskForBeginningAsync(leader);
        }
        else
        {
            await feed.ReportAsync(leader, new StandbyView(installation.Holder, followed.InputSeq, followed.EqualEvents, sessions.Now));
        }
    }

    private static async Task TakeAsync(ChannelReader<byte[]> received, FollowedLeader followed, CancellationToken cancellationToken)
    {
        using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        look.CancelAfter(LookEvery);
        try
        {
            while (followed.Difference is null)
            {
                followed.Take(await received.ReadAsync(look.Token));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A second is over; the caller looks at the leader.
        }
    }

    private async Task DivergedAsync(string leader, FollowedLeader followed, EventDifference difference, CancellationToken cancellationToken)
    {
        var folder = sessions.PathOf($"{followed.Session}-standby");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "000001.jsonl"), followed.Own, cancellationToken);
        var detail = $"Breaker event {difference.EventSeq} after input {difference.InputSeq}: {difference.Field} is {difference.Recorded ?? "nothing"} "
            + $"for the leader and {difference.Derived ?? "nothing"} for the standby. Journals: session {followed.Session} of the leader, "
            + $"{Path.GetFileName(folder)} of the standby.";
        LogDiverged(detail);
        await records.AddAsync(
            new DivergenceRow
            {
                Id = Guid.NewGuid(),
                Leader = Installation.NameOf(leader),
                Standby = installation.Holder,
                EventSeq = difference.EventSeq,
                Detail = detail,
                FoundAt = sessions.Now,
            },
            cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "DIVERGENCE, no automatic failover: {Detail}")]
    private partial void LogDiverged(string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The leader cannot be followed for the moment: {Reason}")]
    private partial void LogAway(string reason);
}

/// <summary>What a standby reads and writes in PostgreSQL.</summary>
internal sealed class StandbyRecords(LeaseStore leases, Divergences divergences)
{
    /// <summary>Who holds the lease now; null when nobody does.</summary>
    public Task<string?> LeaderAsync(CancellationToken cancellationToken) => leases.FindHolderAsync(Owner.AccountSet, cancellationToken);

    public Task<DivergenceRow?> DivergenceAsync(CancellationToken cancellationToken) => divergences.FindAsync(cancellationToken);

    public Task AddAsync(DivergenceRow row, CancellationToken cancellationToken) => divergences.AddAsync(row, cancellationToken);
}
