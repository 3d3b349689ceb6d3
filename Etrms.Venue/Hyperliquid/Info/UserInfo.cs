using Etrms.Venue.Hyperliquid.Limits;
using Etrms.Venue.Hyperliquid.Wallets;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>What a user is, may and pays.</summary>
internal sealed class UserInfo(WalletBook wallets, AddressBudgets budgets, AccountInfo accounts, CoinListing coins)
{
    private const int RoleWeight = 60;

    /// <summary>An agent approved without a term is shown with one that nobody will see the end of.</summary>
    private static readonly DateTimeOffset NoEnd = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public void AddTo(InfoTable table)
    {
        table.Add("userAbstraction", (_, _) => new InfoAnswer(writer => writer.WriteStringValue("disabled")));
        table.Add("userFees", (_, desk) => InfoAnswer.Object(writer => FeesJson.Write(writer, desk.Hyperliquid.Rules)));
        table.Add("userRateLimit", (request, desk) => RateLimit(request.Address("user"), desk));
        table.Add("userRole", (request, _) => Role(request.Address("user")), RoleWeight);
        table.Add("extraAgents", (request, _) => Agents(request.Address("user")));
        table.Add("subAccounts", (request, desk) => SubAccounts(request.Address("user"), desk));
        table.Add("maxBuilderFee", (request, _) => BuilderFee(request.Address("user"), request.Address("builder")));
        table.Add("userVaultEquities", (request, desk) => Vaults(request.Address("user"), desk));
    }

    private InfoAnswer RateLimit(string user, VenueDesk desk)
    {
        var budget = budgets.Read(user, desk);
        return InfoAnswer.Object(writer =>
        {
            writer.Number("cumVlm", budget.Volume);
            writer.WriteNumber("nRequestsUsed", budget.Used);
            writer.WriteNumber("nRequestsCap", budget.Most);
            writer.WriteNumber("nRequestsSurplus", budget.Reserved);
        });
    }

    private InfoAnswer Role(string user)
    {
        var (role, field, value) = wallets.Find(user) switch
        {
            { Kind: WalletKind.Main } => ("user", "", ""),
            { Kind: WalletKind.Vault } => ("vault", "", ""),
            { Kind: WalletKind.SubAccount } sub => ("subAccount", "master", sub.Master),
            null => wallets.FindOwner(user) is { } owner ? ("agent", "user", owner.Address) : ("missing", "", ""),
        };
        return InfoAnswer.Object(writer =>
        {
            writer.WriteString("role", role);
            if (field.Length > 0)
            {
                writer.WriteStartObject("data");
                writer.WriteString(field, value);
                writer.WriteEndObject();
            }
        });
    }

    private InfoAnswer Agents(string user) => InfoAnswer.List(
        [.. (wallets.Find(user)?.Agents ?? []).Where(agent => agent.Name.Length > 0)],
        (writer, agent) =>
        {
            writer.WriteStartObject();
            writer.WriteString("address", agent.Address);
            writer.WriteString("name", agent.Name);
            writer.Instant("validUntil", agent.ValidUntil ?? NoEnd);
            writer.WriteEndObject();
        });

    private InfoAnswer SubAccounts(string user, VenueDesk desk)
    {
        var found = wallets.SubAccountsOf(user)
            .Select(wallet => (Wallet: wallet, State: AccountReading.Of(wallet.Address, desk, coins), Spot: accounts.SpotState(wallet.Address)))
            .ToList();
        return found.Count == 0 ? new InfoAnswer(writer => writer.WriteNullValue()) : InfoAnswer.List(found, (writer, each) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", each.Wallet.Label);
            writer.WriteString("subAccountUser", each.Wallet.Address);
            writer.WriteString("master", each.Wallet.Master);
            writer.WritePropertyName("clearinghouseState");
            each.State.Write(writer);
            writer.WritePropertyName("spotState");
            each.Spot.Write(writer);
            writer.WriteEndObject();
        });
    }

    private InfoAnswer BuilderFee(string user, string builder)
    {
        var most = wallets.Find(user)?.Builders.GetValueOrDefault(builder.ToLowerInvariant()) ?? 0;
        return new InfoAnswer(writer => writer.WriteNumberValue(most));
    }

    private InfoAnswer Vaults(string user, VenueDesk desk)
    {
        var led = wallets.All.Where(wallet => wallet.Kind == WalletKind.Vault && string.Equals(wallet.Master, user, StringComparison.Ordinal))
            .Select(wallet => (wallet.Address, Equity: desk.Hyperliquid.ReadAccount(wallet.Address)?.MarginBalance ?? 0))
            .ToList();
        return InfoAnswer.List(led, (writer, vault) =>
        {
            writer.WriteStartObject();
            writer.WriteString("vaultAddress", vault.Address);
            writer.Number("equity", vault.Equity);
            writer.WriteEndObject();
        });
    }
}
