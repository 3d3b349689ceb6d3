using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>One stored series. Its figures change in the transaction that writes rows, so that nobody counts millions to show a list.</summary>
public sealed class MarketSeriesRow
{
    public int Id { get; set; }

    public Exchange Exchange { get; set; }

    public required string Symbol { get; set; }

    public SeriesKind Kind { get; set; }

    /// <summary>Length of a candle; zero for funding.</summary>
    public int TimeframeSeconds { get; set; }

    public SeriesSource Source { get; set; }

    public long RowCount { get; set; }

    public DateTimeOffset? FirstAt { get; set; }

    public DateTimeOffset? LastAt { get; set; }

    /// <summary>Grows with every write that changed a row; a certificate of another revision is of other rows.</summary>
    public long Revision { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public SeriesKey Key => new(
        new InstrumentId(Exchange, Symbol), Kind, TimeframeSeconds == 0 ? null : Timeframe.Of(TimeSpan.FromSeconds(TimeframeSeconds)), Source);
}

/// <summary>Rows are written by COPY only; the keys (series, time) are what every range scan follows.</summary>
public sealed class CandleRow
{
    public int SeriesId { get; set; }

    public DateTimeOffset OpenAt { get; set; }

    public decimal Open { get; set; }

    public decimal High { get; set; }

    public decimal Low { get; set; }

    public decimal Close { get; set; }

    public decimal Volume { get; set; }
}

public sealed class FundingRateRow
{
    public int SeriesId { get; set; }

    public DateTimeOffset At { get; set; }

    public decimal Rate { get; set; }
}

public sealed class SeriesCertificateRow
{
    public int SeriesId { get; set; }

    /// <summary>The series' revision that it speaks of.</summary>
    public long Revision { get; set; }

    public SeriesVerdict Verdict { get; set; }

    /// <summary>A <see cref="SeriesCertificate"/>.</summary>
    public JsonElement Content { get; set; }

    public DateTimeOffset MadeAt { get; set; }
}

internal sealed class MarketSeriesTable : IEntityTypeConfiguration<MarketSeriesRow>, IEntityTypeConfiguration<CandleRow>,
    IEntityTypeConfiguration<FundingRateRow>, IEntityTypeConfiguration<SeriesCertificateRow>
{
    public void Configure(EntityTypeBuilder<MarketSeriesRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.Ignore(row => row.Key);
        builder.HasIndex(row => new { row.Exchange, row.Symbol, row.Kind, row.TimeframeSeconds, row.Source }).IsUnique();
    }

    // No foreign key on the rows: one store writes them, and a check for each of a million would double the time of a COPY.
    public void Configure(EntityTypeBuilder<CandleRow> builder) => builder.HasKey(row => new { row.SeriesId, row.OpenAt });

    public void Configure(EntityTypeBuilder<FundingRateRow> builder) => builder.HasKey(row => new { row.SeriesId, row.At });

    public void Configure(EntityTypeBuilder<SeriesCertificateRow> builder)
    {
        builder.HasKey(row => row.SeriesId);
        builder.Property(row => row.SeriesId).ValueGeneratedNever();
        builder.HasOne<MarketSeriesRow>().WithOne().HasForeignKey<SeriesCertificateRow>(row => row.SeriesId);
    }
}
