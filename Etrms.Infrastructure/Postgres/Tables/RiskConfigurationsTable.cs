using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>One version of the risk settings. Append-only: a trigger refuses updates and deletes. The highest number is what is configured.</summary>
public sealed class RiskConfigurationRow
{
    public Guid OwnerId { get; set; } = Owner.Operator;

    /// <summary>Counts from 1; before the first version the defaults are configured.</summary>
    public int Version { get; set; }

    /// <summary>The whole <see cref="RiskSettings"/>, text by key.</summary>
    public JsonElement Settings { get; set; }

    /// <summary>SHA-256 over every name and value.</summary>
    public required string Hash { get; set; }

    public required string Note { get; set; }

    /// <summary>The version that this one brings back; null when it brings none back.</summary>
    public int? RevertsTo { get; set; }

    public required string SavedBy { get; set; }

    public DateTimeOffset SavedAt { get; set; }

    public static RiskConfigurationRow From(int version, RiskSettings settings) => new()
    {
        Version = version,
        Settings = JsonSerializer.SerializeToElement(RiskConfiguration.ValuesOf(settings), EtrmsJson.Options),
        Hash = RiskConfiguration.HashOf(settings),
        Note = "",
        SavedBy = "",
    };

    /// <summary>The settings of this version; a setting that came later has its default.</summary>
    public RiskSettings ToDomain() => RiskConfiguration.Stored(Settings.Deserialize<Dictionary<string, string>>(EtrmsJson.Options)!);
}

internal sealed class RiskConfigurationsTable : IEntityTypeConfiguration<RiskConfigurationRow>
{
    public void Configure(EntityTypeBuilder<RiskConfigurationRow> builder)
    {
        builder.HasKey(row => new { row.OwnerId, row.Version });

        // json, not jsonb: the text must come back in the order it was written.
        builder.Property(row => row.Settings).HasColumnType("json");
    }
}
