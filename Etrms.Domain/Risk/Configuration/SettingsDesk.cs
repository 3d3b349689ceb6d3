using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Risk.Configuration;

/// <summary>
/// Which of the configured settings hold (RISK 4.4): what protects more holds at once; what protects less waits, on live accounts or while
/// something is tripped, for the next day boundary at which nothing is tripped.
/// </summary>
internal sealed class SettingsDesk(RiskBooks books, BreakerBoard board)
{
    private RiskSettings _configured = books.Settings;
    private int _version;

    /// <summary>True when settings wait for a day boundary.</summary>
    public bool IsWaiting => !ReferenceEquals(books.Settings, _configured) && !RiskConfiguration.Compare(books.Settings, _configured).IsEmpty;

    private bool IsTripped => board.Watches.Any(watch => watch.IsTripped);

    public void Take(RiskEvent.SettingsChanged changed, BoardContext context)
    {
        var faults = RiskConfiguration.Validate(changed.Settings);
        if (!faults.IsEmpty)
        {
            context.Alert(
                $"refused/settings/{changed.Version}", AlertSeverity.Critical, "The risk configuration cannot be used",
                $"Version {changed.Version} stays without effect: {string.Join(" ", faults.Select(fault => $"{fault.Field}: {fault.Message}"))}");
            return;
        }

        // The owner is part of every plan's id and no setting.
        (_configured, _version) = (changed.Settings with { Owner = books.Settings.Owner }, changed.Version);
        var mustWait = IsTripped || books.Accounts.Any(account => !account.IsPaper);
        Use(mustWait ? RiskConfiguration.Tighten(books.Settings, _configured) : _configured);
        if (IsWaiting)
        {
            Announce(context);
        }
    }

    /// <summary>What waited takes effect, unless something is tripped still.</summary>
    public void OnDayStarted()
    {
        if (!IsTripped && IsWaiting)
        {
            Use(_configured);
        }
    }

    public SettingsState Capture() => new(books.Settings, _configured, _version);

    public void Restore(SettingsState state)
    {
        (_configured, _version) = (state.Configured, state.Version);
        Use(state.Effective);
    }

    public SettingsSnapshot Snapshot() => new(
        books.Settings, _configured, _version, books.Day.NextAt > 0 ? EngineClock.At(books.Day.NextAt) : null, IsTripped && IsWaiting);

    private void Use(RiskSettings settings)
    {
        books.Use(settings);
        board.Requalify();
    }

    private void Announce(BoardContext context)
    {
        var waiting = RiskConfiguration.Compare(books.Settings, _configured)
            .Select(difference => $"{difference.Setting.Title}: {Shown(difference.Before)} to {Shown(difference.After)}");
        var text = $"{string.Join("; ", waiting)}. In effect {(IsTripped ? "when every breaker is armed again and " : "when ")}the next trading day begins.";
        context.Alert($"queued/settings/{_version}", AlertSeverity.Info, "Looser settings wait", text);
        context.Decisions.Add(new RiskDecision.NoteAttempt("settings.loosening_queued", $"{_version}", text));
    }

    private static string Shown(string value) => value.Length > 0 ? value : "none";
}
