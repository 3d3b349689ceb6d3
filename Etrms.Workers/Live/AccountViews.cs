using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Exchanges;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Live;

/// <summary>Accounts as others see them.</summary>
internal static class AccountViews
{
    public static AccountsView ToAccountsView(this RiskSnapshot snapshot, MonitoredAccounts accounts) =>
        new([.. snapshot.Accounts.Select(metrics => ToView(metrics, accounts.Find(metrics.Account)))]);

    public static AccountNetwork ToContract(this VenueNetwork network) => network switch
    {
        VenueNetwork.Paper => AccountNetwork.Paper,
        VenueNetwork.Testnet => AccountNetwork.Testnet,
        VenueNetwork.Live => AccountNetwork.Live,
    };

    public static VenueNetwork ToVenue(this AccountNetwork network) => network switch
    {
        AccountNetwork.Paper => VenueNetwork.Paper,
        AccountNetwork.Testnet => VenueNetwork.Testnet,
        AccountNetwork.Live => VenueNetwork.Live,
    };

    private static AccountView ToView(AccountMetrics metrics, MonitoredAccount? account)
    {
        var (connection, detail) = ConnectionOf(metrics);
        return new AccountView
        {
            Id = metrics.Account.Value,
            Name = metrics.Name,
            Exchange = metrics.Exchange,
            Network = account?.Network.ToContract() ?? (metrics.IsPaper ? AccountNetwork.Paper : AccountNetwork.Live),
            IsDemo = account?.IsDemo ?? false,
            IsMonitored = account is not null,
            Connection = connection,
            ConnectionDetail = detail,
            Equity = metrics.Equity,
            WalletBalance = metrics.WalletBalance,
            AvailableBalance = metrics.AvailableBalance,
            UnrealizedPnl = metrics.UnrealizedPnl,
            DayPnl = metrics.DayPnl,
            MarginRatio = metrics.MarginRatio,
            FundingToday = metrics.FundingToday,
            FeesToday = metrics.FeesToday,
            SyncedAt = metrics.SyncedAt,
            RulesReadAt = metrics.RulesReadAt,
        };
    }

    private static (string Connection, string? Detail) ConnectionOf(AccountMetrics metrics) => metrics switch
    {
        { SyncedAt: null } => ("reconciling", "The account has not been read yet."),
        { IsStreamAlive: false } => ("disconnected", "The private stream of the exchange is silent."),
        { ArePricesAlive: false } => ("disconnected", "The price stream of the exchange is silent."),
        { IsStreamAlive: null } => ("reconciling", "The private stream has not answered yet."),
        { UnknownReason: { } reason } => ("degraded", reason),
        _ => ("connected", null),
    };
}
