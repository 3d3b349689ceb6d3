using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

public sealed class UserRow
{
    public Guid Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    public required string UserName { get; set; }

    /// <summary>Algorithm, cost, salt and hash in one text; never the password.</summary>
    public required string PasswordHash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastLoginAt { get; set; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int FailedLogins { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }
}

/// <summary>A refresh token, stored as its SHA-256; a used one that comes back revokes its whole family.</summary>
public sealed class RefreshTokenRow
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public Guid FamilyId { get; set; }

    public required byte[] TokenHash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>A ticket that opens one socket; opening it deletes the row.</summary>
public sealed class SocketTicketRow
{
    public required byte[] TicketHash { get; set; }

    public Guid UserId { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>Stands once first-run set-up is complete; its key makes a second set-up fail.</summary>
public sealed class SetupRow
{
    public Guid OwnerId { get; set; } = Owner.Operator;

    public Guid UserId { get; set; }

    public DateTimeOffset CompletedAt { get; set; }
}

internal sealed class UsersTable : IEntityTypeConfiguration<UserRow>, IEntityTypeConfiguration<RefreshTokenRow>,
    IEntityTypeConfiguration<SocketTicketRow>, IEntityTypeConfiguration<SetupRow>
{
    public void Configure(EntityTypeBuilder<UserRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.OwnerId, row.UserName }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<RefreshTokenRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => row.TokenHash).IsUnique();
        builder.HasIndex(row => row.FamilyId);
        builder.HasOne<UserRow>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SocketTicketRow> builder)
    {
        builder.HasKey(row => row.TicketHash);
        builder.HasOne<UserRow>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SetupRow> builder)
    {
        builder.HasKey(row => row.OwnerId);
        builder.HasOne<UserRow>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
