using System.Collections.Immutable;
using Etrms.Domain.Risk.DeadMan;
using Etrms.Exchanges;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Risk.DeadMan;

/// <summary>What one look of the risk loop at an account is worth.</summary>
/// <param name="IsCertain">False while a list of positions is in doubt: then nothing is armed that was not.</param>
/// <param name="ReadAt">Our clock at the newest full reading.</param>
internal sealed record Sight(DeadManScene Scene, bool IsCertain, DateTimeOffset ReadAt)
{
    public ImmutableArray<RestingOrder> Orders =>
        [.. Scene.Orders.Where(order => order.IsOpen).Select(order => new RestingOrder(order.OrderId, order.IsConditional))];
}

/// <summary>What every switch works with.</summary>
internal sealed class SwitchDesk(SwitchLine line, DeadManRecords records, RiskClock clock, IOptions<DeadManOptions> options)
{
    public SwitchLine Line => line;

    public DeadManRecords Records => records;

    public DeadManOptions Options => options.Value;

    public DateTimeOffset Now => clock.WallNow;
}

/// <summary>One switch of a venue: judged at every look, renewed when its beat is due, taken back as soon as it would do harm.</summary>
internal sealed partial class ReachSwitch(SwitchStatus former, SwitchDesk desk, ILogger<DeadManHeartbeat> logger)
{
    /// <summary>A reading takes a moment: one that ended so soon after the firing may have begun before it.</summary>
    private static readonly TimeSpan ReadingTakes = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private SwitchStatus _status = former;
    private DateTimeOffset _beatAt;
    private DateTimeOffset _retryAt;

    /// <summary>True when a sign of life may have been taken that nobody confirmed.</summary>
    private bool _isUnsure;

    public DeadManReach Reach => _status.Reach;

    public bool IsArmed => _status.FiresAt is not null;

    private string Name => Reach.Instrument?.ToString() ?? Reach.Exchange.ToString();

    public async Task LookAsync(Sight sight, CancellationToken cancellationToken)
    {
        if (_status.FiresAt <= desk.Now)
        {
            await HasFiredAsync(sight, cancellationToken);
            return;
        }

        var advice = desk.Options.IsOn
            ? DeadManPolicy.Advise(sight.Scene with { ConditionalOrdersStay = desk.Records.ConditionalOrdersStay(Reach.Exchange) })
            : new DeadManAdvice(DeadManVerdict.Idle, "The dead-man switch is switched off.");
        if (advice.Verdict == DeadManVerdict.Arm)
        {
            _status = IsArmed ? _status with { Over = sight.Orders } : _status;
            await RenewWhenDueAsync(sight, advice.Reason, cancellationToken);
        }
        else if (IsArmed)
        {
            await (desk.Now < _retryAt ? Task.CompletedTask : TakeBackAsync(advice, cancellationToken));
        }
        else
        {
            await BecomesAsync(_status with { State = StateOf(advice.Verdict), Reason = advice.Reason }, cancellationToken);
        }
    }

    /// <summary>Takes the switch back; it stays armed when the venue does not answer.</summary>
    public async Task TakeBackAsync(DeadManAdvice advice, CancellationToken cancellationToken)
    {
        switch (await desk.Line.SetAsync(Reach, countdown: null, cancellationToken))
        {
            case null:
                break;
            case ExchangeOutcome<TimeSpan?>.Accepted:
                (_isUnsure, _beatAt, _retryAt) = (false, default, default);
                LogTakenBack(Name, advice.Reason);
                await BecomesAsync(_status with { State = StateOf(advice.Verdict), Reason = advice.Reason, FiresAt = null, Over = [] }, cancellationToken);
                break;
            case var failed:
                _retryAt = desk.Now + Retry;
                LogNotSet(Name, failed.Describe());
                break;
        }
    }

    private async Task RenewWhenDueAsync(Sight sight, string reason, CancellationToken cancellationToken)
    {
        var sentAt = desk.Now;
        if (sentAt < _beatAt || (!IsArmed && !sight.IsCertain))
        {
            return;
        }

        _beatAt = sentAt + desk.Options.Beat;
        switch (await desk.Line.SetAsync(Reach, desk.Options.Countdown, cancellationToken))
        {
            case null:
                break;
            case ExchangeOutcome<TimeSpan?>.Accepted { Value: var countdown }:
                _isUnsure = false;
                var wait = countdown ?? desk.Options.Countdown;
                await BecomesAsync(
                    new(Reach, DeadManState.Armed, reason, wait, sentAt, desk.Now + wait, sight.Orders), cancellationToken);
                break;
            case ExchangeOutcome<TimeSpan?>.Rejected { Rejection: var rejection } when !IsArmed:
                _beatAt = sentAt + desk.Options.Countdown;
                await BecomesAsync(_status with { State = DeadManState.Refused, Reason = rejection.Message }, cancellationToken);
                break;
            case var failed:
                // It may have been taken all the same: from now on it may stand, and what it does is only known afterwards.
                (_isUnsure, _beatAt) = (true, desk.Now + Retry);
                _status = IsArmed ? _status : new(
                    Reach, DeadManState.Armed, reason, desk.Options.Countdown, sentAt, desk.Now + desk.Options.Countdown, sight.Orders);
                LogNotSet(Name, failed.Describe());
                break;
        }
    }

    /// <summary>The venue heard nothing in time. What it did is told by the first reading after that.</summary>
    private async Task HasFiredAsync(Sight sight, CancellationToken cancellationToken)
    {
        var due = _status.FiresAt!.Value;
        if (sight.ReadAt <= due + ReadingTakes)
        {
            await BecomesAsync(_status with { State = DeadManState.Fired, Reason = $"The venue heard nothing until {due:u}." }, cancellationToken);
            return;
        }

        var drill = DeadManDrill.Of(
            Reach, _status.Countdown, (_status.RenewedAt ?? due, due, desk.Now), _status.Over, sight.Scene.Orders);
        if (!_isUnsure || drill.OrdersLeft < drill.OrdersBefore || drill.ConditionalLeft < drill.ConditionalBefore)
        {
            await desk.Records.KeepAsync(drill, cancellationToken);
        }

        (_isUnsure, _beatAt, _retryAt) = (false, default, default);
        await BecomesAsync(SwitchStatus.New(Reach) with { Reason = "It has fired." }, cancellationToken);
    }

    /// <summary>Stores what others look at: a new state, and every sign of life that was taken.</summary>
    private async Task BecomesAsync(SwitchStatus status, CancellationToken cancellationToken)
    {
        var isNews = status.State != _status.State || status.Reason != _status.Reason || status.FiresAt != _status.FiresAt;
        _status = status;
        if (isNews)
        {
            await desk.Records.SaveAsync(status, cancellationToken);
        }
    }

    private static DeadManState StateOf(DeadManVerdict verdict) =>
        verdict == DeadManVerdict.Withhold ? DeadManState.Withheld : DeadManState.Idle;

    [LoggerMessage(Level = LogLevel.Information, Message = "The dead-man switch of {Reach} was taken back: {Reason}")]
    private partial void LogTakenBack(string reach, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dead-man switch of {Reach} could not be set: {Failure}")]
    private partial void LogNotSet(string reach, string failure);
}
