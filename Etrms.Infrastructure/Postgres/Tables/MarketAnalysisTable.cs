using System.Text.Json;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Market;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>A stretch of market time that a contract spent in one state; the newest one grows with every candle.</summary>
public sealed class MarketRegimeRow
{
    public Exchange Exchange { get; set; }

    public required string Symbol { get; set; }

    public int TimeframeSeconds { get; set; }

    public DateTimeOffset FromAt { get; set; }

    public DateTimeOffset UntilAt { get; set; }

    public MarketState State { get; set; }

    public int Bars { get; set; }
}

/// <summary>Volatilities per year at the end of a candle; null where undefined.</summary>
public sealed class VolatilityMetricRow
{
    public Exchange Exchange { get; set; }

    public required string Symbol { get; set; }

    public int TimeframeSeconds { get; set; }

    /// <summary>Market time.</summary>
    public DateTimeOffset At { get; set; }

    public decimal? CloseToClose { get; set; }

    public decimal? Ewma { get; set; }

    public decimal? Parkinson { get; set; }

    public decimal? GarmanKlass { get; set; }

    public decimal? RogersSatchell { get; set; }

    public decimal? YangZhang { get; set; }

    public decimal? Rank { get; set; }

    public VolatilityRegime? Regime { get; set; }
}

/// <summary>What is worked out once per candle and only wanted of the newest.</summary>
public sealed class MarketDetailRow
{
    public Exchange Exchange { get; set; }

    public required string Symbol { get; set; }

    public int TimeframeSeconds { get; set; }

    /// <summary>Our clock; an older one takes no newer one's place.</summary>
    public DateTimeOffset MadeAt { get; set; }

    /// <summary>A <see cref="Contracts.MarketDetailView"/>.</summary>
    public JsonElement Detail { get; set; }
}

/// <summary>A book and what it was worth, every few seconds.</summary>
public sealed class LiquiditySnapshotRow
{
    public Exchange Exchange { get; set; }

    public required string Symbol { get; set; }

    /// <summary>Our clock.</summary>
    public DateTimeOffset At { get; set; }

    public decimal Mid { get; set; }

    public decimal SpreadBps { get; set; }

    /// <summary>In quote units near the middle.</summary>
    public decimal BidDepth { get; set; }

    public decimal AskDepth { get; set; }

    public decimal? Score { get; set; }

    public LiquidityRegime? Regime { get; set; }

    /// <summary>A <see cref="Contracts.BookView"/>.</summary>
    public JsonElement Book { get; set; }

    /// <summary>A <see cref="Domain.Analysis.Liquidity.BookColumn"/> of the whole visible book; null in rows from before it was kept.</summary>
    public JsonElement? Heat { get; set; }
}

/// <summary>How the contracts of a venue moved together up to the end of a candle.</summary>
public sealed class CorrelationMatrixRow
{
    public Exchange Exchange { get; set; }

    public int TimeframeSeconds { get; set; }

    /// <summary>Market time.</summary>
    public DateTimeOffset At { get; set; }

    public int Returns { get; set; }

    public decimal Mean { get; set; }

    public decimal EffectiveRank { get; set; }

    public CorrelationRegime Regime { get; set; }

    /// <summary>Names in the order of rows and columns.</summary>
    public JsonElement Symbols { get; set; }

    /// <summary>Rows of numbers.</summary>
    public JsonElement Matrix { get; set; }
}

/// <summary>Returns of a venue's contracts over the same candles; only the newest are wanted.</summary>
public sealed class MarketReturnsRow
{
    public Exchange Exchange { get; set; }

    public int TimeframeSeconds { get; set; }

    /// <summary>Market time at which the newest candle ended.</summary>
    public DateTimeOffset EndAt { get; set; }

    /// <summary>Our clock; an older one takes no newer one's place.</summary>
    public DateTimeOffset MadeAt { get; set; }

    /// <summary>Names in the order of the rows of returns.</summary>
    public JsonElement Symbols { get; set; }

    /// <summary>Rows of log returns, oldest first.</summary>
    public JsonElement Returns { get; set; }
}

internal sealed class MarketAnalysisTable : IEntityTypeConfiguration<MarketRegimeRow>, IEntityTypeConfiguration<VolatilityMetricRow>,
    IEntityTypeConfiguration<MarketDetailRow>, IEntityTypeConfiguration<LiquiditySnapshotRow>, IEntityTypeConfiguration<CorrelationMatrixRow>,
    IEntityTypeConfiguration<MarketReturnsRow>
{
    public void Configure(EntityTypeBuilder<MarketRegimeRow> builder) =>
        builder.HasKey(row => new { row.Exchange, row.Symbol, row.TimeframeSeconds, row.FromAt });

    public void Configure(EntityTypeBuilder<VolatilityMetricRow> builder) =>
        builder.HasKey(row => new { row.Exchange, row.Symbol, row.TimeframeSeconds, row.At });

    public void Configure(EntityTypeBuilder<MarketDetailRow> builder)
    {
        builder.HasKey(row => new { row.Exchange, row.Symbol, row.TimeframeSeconds });
        builder.Property(row => row.Detail).HasColumnType("json");
    }

    public void Configure(EntityTypeBuilder<LiquiditySnapshotRow> builder)
    {
        builder.HasKey(row => new { row.Exchange, row.Symbol, row.At });
        builder.HasIndex(row => row.At);
        builder.Property(row => row.Book).HasColumnType("json");
        builder.Property(row => row.Heat).HasColumnType("json");
    }

    public void Configure(EntityTypeBuilder<CorrelationMatrixRow> builder)
    {
        builder.HasKey(row => new { row.Exchange, row.TimeframeSeconds, row.At });
        builder.Property(row => row.Symbols).HasColumnType("json");
        builder.Property(row => row.Matrix).HasColumnType("json");
    }

    public void Configure(EntityTypeBuilder<MarketReturnsRow> builder)
    {
        builder.HasKey(row => new { row.Exchange, row.TimeframeSeconds });
        builder.Property(row => row.Symbols).HasColumnType("json");
        builder.Property(row => row.Returns).HasColumnType("json");
    }
}
