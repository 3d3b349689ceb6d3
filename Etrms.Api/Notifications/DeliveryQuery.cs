using System.Globalization;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Notifications;

/// <summary>The query of the delivery log; empty texts count as absent.</summary>
internal sealed class DeliveryQuery
{
    public Guid? Channel { get; init; }

    public Guid? Alert { get; init; }

    public string? State { get; init; }

    public int? Limit { get; init; }

    public string? Cursor { get; init; }

    private DeliveryState? Wanted =>
        Enum.TryParse<DeliveryState>(State, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    public ProblemHttpResult? Problem() => this switch
    {
        { State: { Length: > 0 }, Wanted: null } => Problems.Invalid("state", "Must be one of DROPPED, FAILED, SENT, WAITING."),
        { Cursor: { Length: > 0 } cursor } when DeliveryCursor.Parse(cursor) is null => Problems.Invalid("cursor", "Is not a cursor of this list."),
        _ => Paging.Check(Limit),
    };

    public IQueryable<NotificationDeliveryRow> Matching(IQueryable<NotificationDeliveryRow> rows)
    {
        rows = Channel is { } channel ? rows.Where(row => row.ChannelId == channel) : rows;
        rows = Alert is { } alert ? rows.Where(row => row.AlertId == alert) : rows;
        return Wanted is { } state ? rows.Where(row => row.State == state) : rows;
    }

    /// <summary>The rows behind the cursor.</summary>
    public IQueryable<NotificationDeliveryRow> From(IQueryable<NotificationDeliveryRow> rows) => DeliveryCursor.Parse(Cursor) is { } cursor
        ? rows.Where(row => row.CreatedAt < cursor.CreatedAt || (row.CreatedAt == cursor.CreatedAt && row.Id.CompareTo(cursor.Id) < 0))
        : rows;
}

/// <summary>Where a page ended: time, and id among deliveries of one instant.</summary>
internal sealed record DeliveryCursor(DateTimeOffset CreatedAt, Guid Id)
{
    public static DeliveryCursor Of(NotificationDeliveryRow row) => new(row.CreatedAt, row.Id);

    public static DeliveryCursor? Parse(string? text) =>
        text?.Split('.') is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time <= DateTimeOffset.MaxValue.UtcTicks
        && Guid.TryParseExact(id, "N", out var guid)
            ? new DeliveryCursor(new DateTimeOffset(time, TimeSpan.Zero), guid)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.UtcTicks}.{Id:N}");
}
