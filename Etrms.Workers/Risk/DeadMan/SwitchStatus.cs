using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.DeadMan;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Risk.DeadMan;

/// <summary>Where one switch stands, as this worker knows it.</summary>
/// <param name="FiresAt">Our clock when the venue fires at the latest; null while it is not armed.</param>
/// <param name="Over">The orders that it stands over.</param>
internal sealed record SwitchStatus(
    DeadManReach Reach, DeadManState State, string Reason, TimeSpan Countdown, DateTimeOffset? RenewedAt, DateTimeOffset? FiresAt,
    ImmutableArray<RestingOrder> Over)
{
    public static SwitchStatus New(DeadManReach reach) => new(reach, DeadManState.Idle, "", default, null, null, []);

    public static SwitchStatus From(DeadManSwitchRow row) => new(
        new(new AccountId(row.AccountId), row.Exchange, row.Symbol.Length == 0 ? null : new InstrumentId(row.Exchange, row.Symbol)),
        row.State, row.Reason, row.Countdown, row.RenewedAt, row.FiresAt,
        row.Orders.Deserialize<ImmutableArray<RestingOrder>>(EtrmsJson.Options));

    public DeadManSwitchRow ToRow(DateTimeOffset now) => new()
    {
        AccountId = Reach.Account.Value,
        Symbol = Reach.Instrument?.Symbol ?? "",
        Exchange = Reach.Exchange,
        State = State,
        Reason = Reason,
        Countdown = Countdown,
        RenewedAt = RenewedAt,
        FiresAt = FiresAt,
        Orders = JsonSerializer.SerializeToElement(Over, EtrmsJson.Options),
        UpdatedAt = now,
    };
}
