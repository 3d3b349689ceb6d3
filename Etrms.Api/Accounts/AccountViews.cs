using Etrms.Contracts;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Api.Accounts;

/// <summary>An account's configuration from its row and its figures from the worker's newest snapshot.</summary>
internal static class AccountViews
{
    public static AccountView Of(ExchangeAccountRow row, AccountsView? live) =>
        live?.Accounts.FirstOrDefault(account => account.Id == row.Id) is { } figures
            ? figures with { Name = row.Name, IsDemo = row.IsDemo, TradesFor = row.TradesFor }
            : new AccountView
            {
                Id = row.Id,
                Name = row.Name,
                Exchange = row.Exchange,
                Network = row.Network,
                IsDemo = row.IsDemo,
                TradesFor = row.TradesFor,
                Connection = "disconnected",
                ConnectionDetail = "The worker does not report this account: it was connected just now, or its key is disabled.",
            };

    public static ApiKeyView ToView(this ExchangeKeyRow row) => new(
        row.AccountId, row.MaskedKey, row.CanTrade, row.CanWithdraw, row.IsIpRestricted, row.State.ToString().ToLowerInvariant(), row.Detail,
        row.CreatedAt, row.TestedAt);
}
