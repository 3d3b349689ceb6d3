using Etrms.Infrastructure.Postgres;
using Etrms.Workers.Risk.Standby;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Risk;

/// <summary>Another worker guards the accounts by now; this one must not act any more.</summary>
internal sealed class LeadershipLostException(string message) : Exception(message);

/// <summary>
/// The right to act (RISK 4.10). Asked before each request; renewed on a clock of its own. When PostgreSQL cannot be asked, protective orders
/// alone go on (4.6); when another epoch holds the lease, nothing does.
/// </summary>
internal sealed partial class Leadership(
    LeaseStore leases, IOptions<LeaseOptions> options, Candidacy candidacy, TimeProvider clock, ILogger<Leadership> logger)
{
    private static readonly TimeSpan Standby = TimeSpan.FromMilliseconds(250);

    private readonly TimeSpan _requestLifetime = TimeSpan.FromSeconds(options.Value.RequestLifetimeSeconds);

    private readonly TimeSpan _margin = TimeSpan.FromSeconds(options.Value.MarginSeconds);

    private Lease? _lease;
    private volatile bool _isLost;

    /// <summary>The clock that the lease runs on.</summary>
    public TimeProvider Clock => clock;

    /// <summary>The lease as last renewed.</summary>
    public Lease Lease => Volatile.Read(ref _lease) ?? throw new InvalidOperationException("The lease was not acquired.");

    /// <summary>True while the last renewal failed because PostgreSQL did not answer.</summary>
    public bool IsDatabaseAway { get; private set; }

    /// <summary>Waits as standby until the lease is free.</summary>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        LogStandby(candidacy.Holder);
        Lease? acquired;
        while ((acquired = await leases.AcquireAsync(Owner.AccountSet, candidacy.Holder, cancellationToken)) is null)
        {
            candidacy.StandBy();
            await Task.Delay(Standby, clock, cancellationToken);
        }

        await candidacy.EndAsync();
        Volatile.Write(ref _lease, acquired);
        LogLeading(acquired.Epoch);
    }

    /// <summary>Renews until cancelled; ends with <see cref="LeadershipLostException"/> when somebody else leads.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(leases.RenewEvery, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await RenewAsync(cancellationToken);
        }
    }

    /// <summary>True when a request may go on the wire now. Costs nothing while the lease is fresh.</summary>
    public async ValueTask<bool> MaySendAsync(bool isProtective, CancellationToken cancellationToken)
    {
        if (_isLost)
        {
            return false;
        }

        if (Lease.Left(clock) > _requestLifetime + _margin)
        {
            return true;
        }

        // This process was asleep, or the database is away: only the database knows whether somebody took over.
        if (!IsDatabaseAway)
        {
            await RenewAsync(cancellationToken);
        }

        return IsDatabaseAway ? isProtective : Lease.Left(clock) > _requestLifetime;
    }

    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _lease) is { } lease && !_isLost)
        {
            await leases.ReleaseAsync(lease, cancellationToken);
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            var renewed = await leases.RenewAsync(Lease, cancellationToken);
            IsDatabaseAway = false;
            if (renewed is null)
            {
                _isLost = true;
                throw new LeadershipLostException($"Another worker holds the lease; epoch {Lease.Epoch} ends.");
            }

            Volatile.Write(ref _lease, renewed);
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            IsDatabaseAway = true;
            LogDatabaseAway(away.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Standing by for the lease as {Holder}")]
    private partial void LogStandby(string holder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Leading with epoch {Epoch}")]
    private partial void LogLeading(long epoch);

    [LoggerMessage(Level = LogLevel.Error, Message = "The lease could not be renewed, PostgreSQL does not answer: {Reason}")]
    private partial void LogDatabaseAway(string reason);
}
