using Etrms.Domain.Trading;
using static Etrms.Exchanges.Hyperliquid.HyperliquidWords;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Bookings as ledger entries. Profit and fees are told by the fills; the venue does not book them a second time.</summary>
internal static class HyperliquidLedger
{
    /// <summary>The number has to come out the same from the stream, which has no hash: a contract pays once at a time.</summary>
    public static LedgerEntry ToEntry(this FundingPaymentMessage message) =>
        Funding(message.Delta.Coin, message.Delta.Usdc, message.Time);

    public static LedgerEntry ToEntry(this FundingStreamMessage message) => Funding(message.Coin, message.Usdc, message.Time);

    /// <summary>Null for what leaves this account's collateral as it is.</summary>
    /// <param name="message">The booking.</param>
    /// <param name="user">Whose account it is: a transfer between two accounts is the same row for both.</param>
    /// <param name="isUnified">True where the spot side's collateral is this account's.</param>
    public static LedgerEntry? ToEntry(this LedgerUpdateMessage message, string user, bool isUnified)
    {
        var amount = AmountOf(message.Delta, user, isUnified);
        return amount is null or 0
            ? null
            : new($"{message.Delta.Type}:{message.Hash}", KindOf(message.Delta.Type), null, Collateral, amount.Value, Instant(message.Time));
    }

    private static LedgerEntry Funding(string coin, decimal amount, long time) =>
        new($"{coin}:{time}", LedgerKind.Funding, Instrument(coin), Collateral, amount, Instant(time));

    private static LedgerKind KindOf(string type) => type is "vaultLeaderCommission" or "rewardsClaim" ? LedgerKind.Other : LedgerKind.Transfer;

    private static decimal? AmountOf(LedgerDeltaMessage delta, string user, bool isUnified) => delta.Type switch
    {
        "deposit" or "vaultDistribution" or "vaultLeaderCommission" => delta.Usdc,
        "withdraw" or "vaultCreate" => -(delta.Usdc + Fee(delta)),
        "vaultDeposit" => IsVault(delta, user) ? delta.Usdc : -delta.Usdc,
        "vaultWithdraw" => IsVault(delta, user) ? -delta.NetWithdrawnUsd : delta.NetWithdrawnUsd,
        "internalTransfer" or "subAccountTransfer" => Moved(delta, delta.Usdc, user),
        "accountClassTransfer" => isUnified ? null : delta.ToPerp == true ? delta.Usdc : -delta.Usdc,
        "spotTransfer" => isUnified && delta.Token == Collateral ? Moved(delta, delta.Amount, user) : null,
        "send" => delta.Token == Collateral ? Sent(delta, user, isUnified) : null,
        "rewardsClaim" => isUnified && (delta.Token is null or Collateral) ? delta.Amount : null,
        _ => null,
    };

    private static decimal? Moved(LedgerDeltaMessage delta, decimal? amount, string user) =>
        IsSame(delta.Destination, user) ? amount : -(amount + Fee(delta));

    /// <summary>Sends go between the markets of one account or of two; only the side that is this account's collateral counts.</summary>
    private static decimal? Sent(LedgerDeltaMessage delta, string user, bool isUnified)
    {
        var left = IsSame(delta.User, user) && IsHere(delta.SourceDex, isUnified) ? delta.Amount + Fee(delta) : 0;
        var came = IsSame(delta.Destination, user) && IsHere(delta.DestinationDex, isUnified) ? delta.Amount : 0;
        return came - left;
    }

    /// <summary>The venue's own perpetuals have no name; the spot side is called by its.</summary>
    private static bool IsHere(string? dex, bool isUnified) => string.IsNullOrEmpty(dex) || (isUnified && dex == "spot");

    private static decimal Fee(LedgerDeltaMessage delta) => delta.FeeToken is null or "" or Collateral ? delta.Fee ?? 0 : 0;

    private static bool IsVault(LedgerDeltaMessage delta, string user) => IsSame(delta.Vault, user);

    private static bool IsSame(string? address, string user) => string.Equals(address, user, StringComparison.OrdinalIgnoreCase);
}
