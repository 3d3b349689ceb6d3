using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>Something out of the ordinary in a book; see <see cref="BookFinding"/>.</summary>
public sealed class BookFindingRow
{
    public Exchange Exchange { get; set; }

    public required string Symbol { get; set; }

    /// <summary>Our clock.</summary>
    public DateTimeOffset At { get; set; }

    public BookFindingKind Kind { get; set; }

    public decimal Price { get; set; }

    public bool? IsBid { get; set; }

    public decimal? Size { get; set; }

    public decimal? Executed { get; set; }

    public DateTimeOffset? FromAt { get; set; }

    public int Levels { get; set; }

    public bool HasOppositeFill { get; set; }

    public decimal? Deviations { get; set; }

    public static BookFindingRow Of(InstrumentId instrument, BookFinding finding) => new()
    {
        Exchange = instrument.Exchange,
        Symbol = instrument.Symbol,
        At = finding.At,
        Kind = finding.Kind,
        Price = finding.Price,
        IsBid = finding.IsBid,
        Size = finding.Size,
        Executed = finding.Executed,
        FromAt = finding.From,
        Levels = finding.Levels,
        HasOppositeFill = finding.HasOppositeFill,
        Deviations = finding.Deviations,
    };
}

internal sealed class BookFindingTable : IEntityTypeConfiguration<BookFindingRow>
{
    public void Configure(EntityTypeBuilder<BookFindingRow> builder)
    {
        builder.HasKey(row => new { row.Exchange, row.Symbol, row.At, row.Kind, row.Price });
        builder.HasIndex(row => row.At);
    }
}
