using System.Text.Json;
using Etrms.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>The book when a breaker event was written: positions, exposure, orders. Kept beside the event and no part of its hash.</summary>
public sealed class EventSceneRow
{
    /// <summary>A scene that an older ETRMS wrote may say what this one no longer knows.</summary>
    private static readonly JsonSerializerOptions Reading = new(EtrmsJson.Stored)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip,
    };

    public Guid OwnerId { get; set; } = Owner.Operator;

    /// <summary>Number of the event.</summary>
    public long Seq { get; set; }

    public JsonElement Scene { get; set; }

    public static EventSceneRow From(long seq, BookSceneView scene) =>
        new() { Seq = seq, Scene = JsonSerializer.SerializeToElement(scene, EtrmsJson.Stored) };

    public BookSceneView ToView() => Scene.Deserialize<BookSceneView>(Reading)!;
}

internal sealed class EventScenesTable : IEntityTypeConfiguration<EventSceneRow>
{
    public void Configure(EntityTypeBuilder<EventSceneRow> builder)
    {
        builder.HasKey(row => new { row.OwnerId, row.Seq });
        builder.Property(row => row.Scene).HasColumnType("json");
    }
}
