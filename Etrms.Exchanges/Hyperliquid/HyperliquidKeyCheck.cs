namespace Etrms.Exchanges.Hyperliquid;

/// <summary>
/// What a key may do. An agent wallet can trade for the wallet that approved it and nothing else; the key of the main wallet can withdraw.
/// </summary>
internal sealed class HyperliquidKeyCheck(HyperliquidRest rest)
{
    private readonly HyperliquidIdentity _identity = rest.Identity;

    public async Task<ExchangeOutcome<KeyPermissions>> RunAsync(CancellationToken cancellationToken)
    {
        if (_identity.Fault is { } fault)
        {
            return Refused<KeyPermissions>(fault);
        }

        var main = (await ReadRoleAsync(_identity.Main!, cancellationToken)).Then(JudgeMain);
        var traded = await main.ThenAsync(_ => CheckTradesForAsync(cancellationToken));
        return await traded.ThenAsync(_ => CheckAgentAsync(cancellationToken));
    }

    private ExchangeOutcome<bool> JudgeMain(RoleMessage role) => role.Role switch
    {
        "user" => Fine,
        "missing" => Refused<bool>($"Hyperliquid {Network} does not know the wallet {_identity.Main}: wrong network, or nothing was ever deposited."),
        "agent" => Refused<bool>($"{_identity.Main} is an agent wallet. Give the address of the main wallet {role.Data?.User} that approved it."),
        _ => Refused<bool>($"{_identity.Main} is a {role.Role}. Give the main wallet, and this one as the account to trade for."),
    };

    private async Task<ExchangeOutcome<bool>> CheckTradesForAsync(CancellationToken cancellationToken)
    {
        if (_identity.TradesFor is not { } account)
        {
            return Fine;
        }

        return await (await ReadRoleAsync(account, cancellationToken)).ThenAsync(role => role.Role switch
        {
            "subAccount" => Task.FromResult(IsMain(role.Data?.Master) ? Fine : Refused<bool>($"{account} is a sub-account of another wallet.")),
            "vault" => CheckVaultAsync(account, cancellationToken),
            _ => Task.FromResult(Refused<bool>($"{account} is neither a sub-account nor a vault on Hyperliquid {Network}.")),
        });
    }

    private async Task<ExchangeOutcome<bool>> CheckVaultAsync(string vault, CancellationToken cancellationToken)
    {
        var request = new InfoRequest("vaultDetails") { VaultAddress = vault };
        var read = await rest.ReadAsync(request, HyperliquidJson.Default.VaultMessage, cancellationToken);
        return read.Then(details => IsMain(details.Leader) ? Fine : Refused<bool>($"The vault {vault} is led by another wallet."));
    }

    private async Task<ExchangeOutcome<KeyPermissions>> CheckAgentAsync(CancellationToken cancellationToken)
    {
        var agent = _identity.Key.Address;
        if (agent == _identity.Main || agent == _identity.TradesFor)
        {
            return May(canWithdraw: true);
        }

        var request = new InfoRequest("extraAgents") { User = _identity.Main };
        var read = await rest.ReadAsync(request, HyperliquidJson.Default.AgentMessageArray, cancellationToken);
        return await read.ThenAsync(async agents =>
        {
            // An agent without a name is not listed here; then its own role tells whose it is.
            if (Array.Find(agents, row => string.Equals(row.Address, agent, StringComparison.OrdinalIgnoreCase)) is { } named)
            {
                return JudgeNamed(named);
            }

            return (await ReadRoleAsync(agent, cancellationToken)).Then(role => role.Role == "agent" && IsMain(role.Data?.User)
                ? May(canWithdraw: false)
                : Refused<KeyPermissions>($"The key belongs to {agent}, which {_identity.Main} has not approved as an agent on Hyperliquid {Network}."));
        });
    }

    private ExchangeOutcome<KeyPermissions> JudgeNamed(AgentMessage agent)
    {
        var until = HyperliquidWords.Instant(agent.ValidUntil);
        return until > rest.Network.Clock.Now
            ? May(canWithdraw: false)
            : Refused<KeyPermissions>($"The agent wallet {agent.Address} expired on {until:yyyy-MM-dd HH:mm} UTC. Approve a new one.");
    }

    private VenueNetwork Network => rest.Network.Kind;

    private static ExchangeOutcome<bool> Fine => new ExchangeOutcome<bool>.Accepted(true);

    private bool IsMain(string? address) => string.Equals(address, _identity.Main, StringComparison.OrdinalIgnoreCase);

    private Task<ExchangeOutcome<RoleMessage>> ReadRoleAsync(string user, CancellationToken cancellationToken) =>
        rest.ReadAsync(new InfoRequest("userRole") { User = user }, HyperliquidJson.Default.RoleMessage, cancellationToken);

    /// <summary>The venue binds no key to network addresses.</summary>
    private static ExchangeOutcome<KeyPermissions> May(bool canWithdraw) =>
        new ExchangeOutcome<KeyPermissions>.Accepted(new(CanRead: true, CanTradeFutures: true, canWithdraw, IsIpRestricted: false));

    private static ExchangeOutcome<T> Refused<T>(string message) => new ExchangeOutcome<T>.Rejected(new(0, message, RejectionClass.Fatal));
}
