using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

public sealed class FillRow
{
    public Guid AccountId { get; set; }

    public Exchange Exchange { get; set; }

    public required string Symbol { get; set; }

    public required string TradeId { get; set; }

    public required string OrderId { get; set; }

    public required string ClientOrderId { get; set; }

    public OrderSide Side { get; set; }

    public PositionSide PositionSide { get; set; }

    public decimal Price { get; set; }

    public decimal Quantity { get; set; }

    public decimal Fee { get; set; }

    public required string FeeAsset { get; set; }

    public decimal RealizedPnl { get; set; }

    public bool IsMaker { get; set; }

    public DateTimeOffset At { get; set; }

    public static FillRow From(AccountId account, Fill fill) => new()
    {
        AccountId = account.Value,
        Exchange = fill.Instrument.Exchange,
        Symbol = fill.Instrument.Symbol,
        TradeId = fill.TradeId,
        OrderId = fill.OrderId,
        ClientOrderId = fill.ClientOrderId,
        Side = fill.Side,
        PositionSide = fill.PositionSide,
        Price = fill.Price,
        Quantity = fill.Quantity,
        Fee = fill.Fee,
        FeeAsset = fill.FeeAsset,
        RealizedPnl = fill.RealizedPnl,
        IsMaker = fill.IsMaker,
        At = fill.At.ToUniversalTime(),
    };
}

/// <summary>A trade from flat to flat; its key is the fill that ended it.</summary>
public sealed class ClosedTradeRow
{
    public Guid AccountId { get; set; }

    public Exchange Exchange { get; set; }

    public required string Symbol { get; set; }

    public required string TradeId { get; set; }

    public PositionSide PositionSide { get; set; }

    /// <summary>The most that was held; negative for a short.</summary>
    public decimal Quantity { get; set; }

    public decimal NetPnl { get; set; }

    /// <summary>Down to the first stop; null without one.</summary>
    public decimal? Risk { get; set; }

    /// <summary>Of the account before the trade; null when it was not known.</summary>
    public decimal? Equity { get; set; }

    public DateTimeOffset? OpenedAt { get; set; }

    public DateTimeOffset At { get; set; }

    public static ClosedTradeRow From(ClosedTrade trade) => new()
    {
        AccountId = trade.Account.Value,
        Exchange = trade.Instrument.Exchange,
        Symbol = trade.Instrument.Symbol,
        TradeId = trade.TradeId,
        PositionSide = trade.Side,
        Quantity = trade.Quantity,
        NetPnl = trade.NetPnl,
        Risk = trade.Risk,
        Equity = trade.Equity,
        OpenedAt = trade.OpenedAt?.ToUniversalTime(),
        At = trade.At.ToUniversalTime(),
    };
}

public sealed class LedgerEntryRow
{
    public Guid AccountId { get; set; }

    public LedgerKind Kind { get; set; }

    public required string EntryId { get; set; }

    public Exchange? Exchange { get; set; }

    public string? Symbol { get; set; }

    public required string Asset { get; set; }

    public decimal Amount { get; set; }

    public DateTimeOffset At { get; set; }

    public static LedgerEntryRow From(AccountId account, LedgerEntry entry) => new()
    {
        AccountId = account.Value,
        Kind = entry.Kind,
        EntryId = entry.EntryId,
        Exchange = entry.Instrument?.Exchange,
        Symbol = entry.Instrument?.Symbol,
        Asset = entry.Asset,
        Amount = entry.Amount,
        At = entry.At.ToUniversalTime(),
    };
}

/// <summary>Up to where an account's history was read; recovery asks the venue from here (RISK 4.9).</summary>
public sealed class AccountCursorRow
{
    public Guid AccountId { get; set; }

    /// <summary>"ledger", or "fills:" and the symbol.</summary>
    public required string Stream { get; set; }

    public DateTimeOffset ReadUntil { get; set; }

    /// <summary>Grows with every change; a save with an older one changes nothing.</summary>
    public long Version { get; set; }
}

internal sealed class FillsTable : IEntityTypeConfiguration<FillRow>, IEntityTypeConfiguration<ClosedTradeRow>, IEntityTypeConfiguration<LedgerEntryRow>,
    IEntityTypeConfiguration<AccountCursorRow>
{
    public void Configure(EntityTypeBuilder<FillRow> builder)
    {
        builder.HasKey(row => new { row.AccountId, row.Exchange, row.Symbol, row.TradeId });
        builder.HasIndex(row => new { row.AccountId, row.At });
    }

    public void Configure(EntityTypeBuilder<ClosedTradeRow> builder)
    {
        builder.HasKey(row => new { row.AccountId, row.Exchange, row.Symbol, row.TradeId, row.PositionSide });
        builder.HasIndex(row => row.At);
    }

    public void Configure(EntityTypeBuilder<LedgerEntryRow> builder)
    {
        builder.HasKey(row => new { row.AccountId, row.Kind, row.EntryId });
        builder.HasIndex(row => new { row.AccountId, row.At });
    }

    public void Configure(EntityTypeBuilder<AccountCursorRow> builder) => builder.HasKey(row => new { row.AccountId, row.Stream });
}
