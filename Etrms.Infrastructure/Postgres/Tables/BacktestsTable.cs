using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>A stored backtest: what is asked for, and which job has or had it. How far it is stands in the job alone.</summary>
public sealed class BacktestRow
{
    public Guid Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    public required string Name { get; set; }

    public BacktestType Type { get; set; }

    /// <summary>Markets in words, for the search: "BINANCE BTCUSDT ETHUSDT 1h".</summary>
    public required string Markets { get; set; }

    public required string Strategy { get; set; }

    /// <summary>A <see cref="BacktestBody"/>.</summary>
    public JsonElement Configuration { get; set; }

    /// <summary>Job of the latest run; null before the first, and again when the request was changed.</summary>
    public Guid? JobId { get; set; }

    /// <summary>Job whose result the figures below are of.</summary>
    public Guid? ResultJobId { get; set; }

    public double? TotalReturn { get; set; }

    public double? MaxDrawdown { get; set; }

    public double? SharpeRatio { get; set; }

    public int? Trades { get; set; }

    public BacktestVerdict? Verdict { get; set; }

    /// <summary>A <see cref="BacktestApplicationView"/>; null when never applied.</summary>
    public JsonElement? Application { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>What a job found: all but the trades and the curve.</summary>
public sealed class BacktestResultRow
{
    public Guid JobId { get; set; }

    /// <summary>A <see cref="BacktestResultView"/>, packed.</summary>
    public required byte[] Content { get; set; }

    /// <summary>SHA-256 over the whole result with every trade and every candle, lower-case hex: equal requests give equal ones.</summary>
    public required string Sha256 { get; set; }

    public int Trades { get; set; }

    public int Candles { get; set; }

    public DateTimeOffset MadeAt { get; set; }
}

public enum BacktestPart
{
    Trades,
    Equity,
}

/// <summary>A page of a result, so that no reader has to take all of it.</summary>
public sealed class BacktestPageRow
{
    public Guid JobId { get; set; }

    public BacktestPart Part { get; set; }

    /// <summary>From 0.</summary>
    public int Number { get; set; }

    /// <summary>Packed JSON: a list of <see cref="BacktestTradeView"/>, or a <see cref="BacktestCurveView"/>.</summary>
    public required byte[] Content { get; set; }
}

/// <summary>One combination that a search tried.</summary>
public sealed class BacktestTrialRow
{
    public Guid JobId { get; set; }

    /// <summary>From 1, in the order of the grid.</summary>
    public long Number { get; set; }

    public JsonElement Parameters { get; set; }

    public double? Objective { get; set; }

    public double? TotalReturn { get; set; }

    public double? SharpeRatio { get; set; }

    public double? MaxDrawdown { get; set; }

    public double? ProfitFactor { get; set; }

    public double? WinRate { get; set; }

    public int? Trades { get; set; }

    public string? Error { get; set; }
}

/// <summary>
/// The trials of one request, added up. The ledger outlives the backtest: what was tried and thrown away counts when luck is told from skill.
/// </summary>
public sealed class TrialLedgerRow
{
    /// <summary>Names what was tried on what data: the same request again counts once.</summary>
    public required string Fingerprint { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    /// <summary>Strategy and markets, whose trials count together.</summary>
    public required string Family { get; set; }

    public long Count { get; set; }

    /// <summary>Of the Sharpe ratios of one day.</summary>
    public double Mean { get; set; }

    /// <summary>From the mean, summed.</summary>
    public double SquaredDeviations { get; set; }

    public Guid JobId { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class BacktestsTable : IEntityTypeConfiguration<BacktestRow>, IEntityTypeConfiguration<BacktestResultRow>,
    IEntityTypeConfiguration<BacktestPageRow>, IEntityTypeConfiguration<BacktestTrialRow>, IEntityTypeConfiguration<TrialLedgerRow>
{
    public void Configure(EntityTypeBuilder<BacktestRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.OwnerId, row.CreatedAt });

        // json, not jsonb: parameters keep the order in which they were written, and with it the number of each trial.
        builder.Property(row => row.Configuration).HasColumnType("json");
        builder.Property(row => row.Application).HasColumnType("json");
    }

    public void Configure(EntityTypeBuilder<BacktestResultRow> builder)
    {
        builder.HasKey(row => row.JobId);
        builder.Property(row => row.JobId).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<BacktestPageRow> builder) => builder.HasKey(row => new { row.JobId, row.Part, row.Number });

    public void Configure(EntityTypeBuilder<BacktestTrialRow> builder)
    {
        builder.HasKey(row => new { row.JobId, row.Number });
        builder.Property(row => row.Parameters).HasColumnType("json");
    }

    public void Configure(EntityTypeBuilder<TrialLedgerRow> builder)
    {
        builder.HasKey(row => row.Fingerprint);
        builder.HasIndex(row => new { row.OwnerId, row.Family });
    }
}
