using Etrms.Venue.Hyperliquid.Wallets;
using Etrms.Venue.Hyperliquid.Wire;

namespace Etrms.Venue.Hyperliquid.Actions;

/// <summary>Moves money; the main wallet alone may.</summary>
internal sealed class TransferActions(WalletBook wallets)
{
    private const decimal UnitsPerDollar = 1_000_000;
    private const string SubAccountMark = " subaccount:";
    private const string TooLittle = "Insufficient balance for withdrawal.";

    public void AddTo(ActionTable table)
    {
        table.AddOwners("usdClassTransfer", MoveBetweenClasses);
        table.AddOwners("withdraw3", call => Send(call, "withdraw", to: null));
        table.AddOwners("usdSend", call => Send(call, "internalTransfer", call.Action.Address("destination").ToLowerInvariant()));
        table.AddOwners("createSubAccount", CreateSubAccount);
        table.AddOwners("subAccountTransfer", call => MoveUnder(call, "subAccountUser", "usd", WalletKind.SubAccount));
        table.AddOwners("createVault", CreateVault);
        table.AddOwners("vaultTransfer", call => MoveUnder(call, "vaultAddress", "usd", WalletKind.Vault));
    }

    /// <summary>The amount may name a sub-account: "100 subaccount:0x…".</summary>
    private ActionAnswer MoveBetweenClasses(ActionCall call)
    {
        var parts = call.Action.Text("amount").Split(SubAccountMark, 2);
        var address = parts.Length == 1 ? call.Owner.Address : parts[1];
        if (!WireRead.TryDecimal(parts[0], out var amount) || amount <= 0)
        {
            throw MalformedException.Body;
        }

        if (wallets.Find(address) is not { } wallet || !IsOwnOrUnder(call.Owner, wallet))
        {
            return ActionAnswer.Refuse($"Sub-account {address} is not registered.");
        }

        var toPerp = call.Action.Truth("toPerp");
        var isCovered = toPerp ? wallet.Spot >= amount : call.Desk.Hyperliquid.Transfer(address, -amount, call.At).IsAccepted;
        if (!isCovered)
        {
            return ActionAnswer.Refuse("Insufficient balance for token transfer.");
        }

        if (toPerp)
        {
            call.Desk.Hyperliquid.Transfer(address, amount, call.At);
        }

        var toSpot = toPerp ? -amount : amount;
        wallets.Change(address, former => former with { Spot = former.Spot + toSpot });
        return Note(call, address, "accountClassTransfer", -toSpot, other: null);
    }

    private ActionAnswer Send(ActionCall call, string kind, string? to)
    {
        call.Action.Address("destination");
        var amount = call.Action.Decimal("amount");
        if (amount <= 0 || !call.Desk.Hyperliquid.Transfer(call.Owner.Address, -amount, call.At).IsAccepted)
        {
            return ActionAnswer.Refuse(TooLittle);
        }

        // Money sent to an address that the venue does not know has left it.
        if (to is not null && wallets.Find(to) is not null)
        {
            call.Desk.Hyperliquid.Transfer(to, amount, call.At);
            wallets.Note(to, new Movement(call.At, kind, amount, call.Owner.Address));
        }

        return Note(call, call.Owner.Address, kind, -amount, to);
    }

    private ActionAnswer CreateSubAccount(ActionCall call)
    {
        var opened = wallets.OpenUnder(call.Desk, call.Owner.Address, call.Action.Text("name"), WalletKind.SubAccount);
        return ActionAnswer.Data("createSubAccount", opened.Address) with { ChangesWallets = true };
    }

    private ActionAnswer CreateVault(ActionCall call)
    {
        var first = call.Action.Whole("initialUsd") / UnitsPerDollar;
        if (first <= 0 || !call.Desk.Hyperliquid.Transfer(call.Owner.Address, -first, call.At).IsAccepted)
        {
            return ActionAnswer.Refuse(TooLittle);
        }

        var opened = wallets.OpenUnder(call.Desk, call.Owner.Address, call.Action.Text("name"), WalletKind.Vault);
        call.Desk.Hyperliquid.Transfer(opened.Address, first, call.At);
        Note(call, call.Owner.Address, "vaultDeposit", -first, opened.Address);
        return ActionAnswer.Data("createVault", opened.Address) with { ChangesWallets = true };
    }

    private ActionAnswer MoveUnder(ActionCall call, string addressField, string amountField, WalletKind kind)
    {
        var (master, other) = (call.Owner.Address, call.Action.Address(addressField));
        var amount = call.Action.Whole(amountField) / UnitsPerDollar;
        var isDeposit = call.Action.Truth("isDeposit");
        if (wallets.Find(other) is not { } wallet || wallet.Kind != kind || !IsOwnOrUnder(call.Owner, wallet))
        {
            return ActionAnswer.Refuse($"Vault not registered: {other}");
        }

        var (from, to) = isDeposit ? (master, other) : (other, master);
        if (amount <= 0 || !call.Desk.Hyperliquid.Transfer(from, -amount, call.At).IsAccepted)
        {
            return ActionAnswer.Refuse(TooLittle);
        }

        call.Desk.Hyperliquid.Transfer(to, amount, call.At);
        var name = kind == WalletKind.SubAccount ? "subAccountTransfer" : isDeposit ? "vaultDeposit" : "vaultWithdraw";
        wallets.Note(to, new Movement(call.At, name, amount, from));
        return Note(call, from, name, -amount, to);
    }

    private ActionAnswer Note(ActionCall call, string address, string kind, decimal amount, string? other)
    {
        wallets.Note(address, new Movement(call.At, kind, amount, other));
        return ActionAnswer.Done with { ChangesWallets = true };
    }

    private static bool IsOwnOrUnder(Wallet owner, Wallet wallet) =>
        string.Equals(wallet.Address, owner.Address, StringComparison.Ordinal)
        || string.Equals(wallet.Master, owner.Address, StringComparison.Ordinal);
}
