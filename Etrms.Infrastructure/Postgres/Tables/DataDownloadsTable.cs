using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>A download as it was asked for, and how far it is. What is stored already is not noted here: the series say it.</summary>
public sealed class DataDownloadRow
{
    public Guid Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    public DownloadState State { get; set; }

    /// <summary>A <see cref="DownloadRequest"/>.</summary>
    public JsonElement Request { get; set; }

    public required string Operator { get; set; }

    public string? Error { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>One series of a download.</summary>
public sealed class DataDownloadPartRow
{
    public Guid DownloadId { get; set; }

    public int Number { get; set; }

    public Exchange Exchange { get; set; }

    public required string Symbol { get; set; }

    public SeriesKind Kind { get; set; }

    /// <summary>Zero for funding.</summary>
    public int TimeframeSeconds { get; set; }

    public int? SeriesId { get; set; }

    public bool IsDone { get; set; }

    /// <summary>Fraction of the range that needs no asking any more.</summary>
    public decimal Progress { get; set; }

    public long FetchedRows { get; set; }

    public DateTimeOffset? HistoryBeginsAt { get; set; }

    public long? MissingRows { get; set; }

    /// <summary>A list of <see cref="GapView"/>.</summary>
    public JsonElement Gaps { get; set; }
}

internal sealed class DataDownloadsTable : IEntityTypeConfiguration<DataDownloadRow>, IEntityTypeConfiguration<DataDownloadPartRow>
{
    public void Configure(EntityTypeBuilder<DataDownloadRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.OwnerId, row.CreatedAt });
    }

    public void Configure(EntityTypeBuilder<DataDownloadPartRow> builder)
    {
        builder.HasKey(row => new { row.DownloadId, row.Number });
        builder.HasOne<DataDownloadRow>().WithMany().HasForeignKey(row => row.DownloadId);
    }
}
