using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

public enum ActionPlanState
{
    Acting,
    Met,
    Failed,
}

/// <summary>What a trip or a command set out to do. The id is deterministic, so a repeated plan is the same row (RISK 4.5).</summary>
public sealed class ActionPlanRow
{
    public Guid Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    /// <summary>The breaker and trip behind it; null for a command of the trader.</summary>
    public Guid? BreakerId { get; set; }

    public int? TripSeq { get; set; }

    public Guid? CommandId { get; set; }

    public ActionPlanState State { get; set; }

    public required string Summary { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Grows with every change; a save with an older one changes nothing.</summary>
    public long Version { get; set; }
}

/// <summary>One request of a plan and what became of it. Id and client order id are deterministic.</summary>
public sealed class ActionStepRow
{
    public Guid Id { get; set; }

    public Guid PlanId { get; set; }

    public int Number { get; set; }

    /// <summary>Such as "reduce", "cancel_orders", "set_stop_loss".</summary>
    public required string Kind { get; set; }

    public Guid AccountId { get; set; }

    public Exchange Exchange { get; set; }

    public string? Symbol { get; set; }

    public PositionSide Side { get; set; }

    public decimal? Target { get; set; }

    public decimal? Quantity { get; set; }

    public decimal? FilledQuantity { get; set; }

    public decimal? AveragePrice { get; set; }

    /// <summary>|quantity| read back afterwards; null when unknown.</summary>
    public decimal? Remaining { get; set; }

    public string? ClientOrderId { get; set; }

    public ActionOutcome Outcome { get; set; }

    public required string Detail { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>From the request on the wire to its answer.</summary>
    public double? LatencyMs { get; set; }

    /// <summary>Grows with every change; a save with an older one changes nothing.</summary>
    public long Version { get; set; }

    public ActionResultView ToView() => new(
        PlanId, Symbol ?? "", Kind, JsonNamingPolicy.SnakeCaseLower.ConvertName(Outcome.ToString()), Quantity, ClientOrderId, Detail, At, LatencyMs)
    {
        Attempt = Number,
        FilledQuantity = FilledQuantity,
        AveragePrice = AveragePrice,
        Remaining = Remaining,
    };
}

internal sealed class ActionPlansTable : IEntityTypeConfiguration<ActionPlanRow>, IEntityTypeConfiguration<ActionStepRow>
{
    public void Configure(EntityTypeBuilder<ActionPlanRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => row.State).HasFilter("state = 'ACTING'");
        builder.HasIndex(row => new { row.BreakerId, row.TripSeq });
    }

    public void Configure(EntityTypeBuilder<ActionStepRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.PlanId, row.Number });
        builder.HasOne<ActionPlanRow>().WithMany().HasForeignKey(row => row.PlanId).OnDelete(DeleteBehavior.Restrict);
    }
}
