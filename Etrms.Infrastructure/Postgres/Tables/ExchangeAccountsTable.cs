using Etrms.Contracts;
using Etrms.Domain.Market;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

public enum ExchangeAccountState
{
    /// <summary>The worker has not checked the key yet; shown nowhere.</summary>
    Pending,

    Active,

    /// <summary>Monitoring ends, then the rows go.</summary>
    Removing,
}

public enum ExchangeKeyState
{
    /// <summary>Given, not yet proven on the venue.</summary>
    Pending,

    Active,

    /// <summary>The venue no longer accepts it.</summary>
    Failed,

    /// <summary>Kept but not used: the trader switched it off, so its account is not watched.</summary>
    Disabled,
}

public sealed class ExchangeAccountRow
{
    public Guid Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    public required string Name { get; set; }

    public Exchange Exchange { get; set; }

    public AccountNetwork Network { get; set; }

    public bool IsDemo { get; set; }

    /// <summary>Sub-account or vault that the key acts for; null for the account of the key itself.</summary>
    public string? TradesFor { get; set; }

    public ExchangeAccountState State { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>An encrypted API key and secret (<see cref="Secrets.ExchangeKeyVault"/>); one active and at most one pending per account.</summary>
public sealed class ExchangeKeyRow
{
    public Guid Id { get; set; }

    public Guid AccountId { get; set; }

    /// <summary>Names the master key that sealed this row.</summary>
    public required string MasterKeyId { get; set; }

    public required byte[] Nonce { get; set; }

    /// <summary>Ciphertext followed by the authentication tag.</summary>
    public required byte[] Ciphertext { get; set; }

    public required string MaskedKey { get; set; }

    public ExchangeKeyState State { get; set; }

    public string? Detail { get; set; }

    public bool? CanTrade { get; set; }

    public bool? CanWithdraw { get; set; }

    public bool? IsIpRestricted { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? TestedAt { get; set; }
}

internal sealed class ExchangeAccountsTable : IEntityTypeConfiguration<ExchangeAccountRow>, IEntityTypeConfiguration<ExchangeKeyRow>
{
    public void Configure(EntityTypeBuilder<ExchangeAccountRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.OwnerId, row.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ExchangeKeyRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.AccountId, row.State }).IsUnique().HasFilter("state <> 'FAILED'");
        builder.HasOne<ExchangeAccountRow>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
