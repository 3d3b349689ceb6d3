using System.Globalization;
using Etrms.Venue.Binance;
using Etrms.Venue.Hyperliquid.Wallets;
using Etrms.Venue.Hyperliquid.Wire;

namespace Etrms.Venue.Hyperliquid.Actions;

/// <summary>Whom a main wallet lets trade for it, charge it or bring it in.</summary>
internal sealed class ApprovalActions(WalletBook wallets, ServerClock clock)
{
    private const int MostNamed = 3;
    private const decimal TenthsOfBasisPoint = 1_000;
    private const int MostBuilderFee = 100;
    private const string TermMark = " valid_until ";
    private static readonly TimeSpan StandardTerm = TimeSpan.FromDays(180);

    public void AddTo(ActionTable table)
    {
        table.AddOwners("approveAgent", ApproveAgent);
        table.AddOwners("approveBuilderFee", ApproveBuilder);
        table.Add("setReferrer", SetReferrer);
    }

    /// <summary>An agent takes the place of the one with its name; the name may carry a term.</summary>
    private ActionAnswer ApproveAgent(ActionCall call)
    {
        var address = call.Action.Address("agentAddress").ToLowerInvariant();
        var (name, until) = ReadName(call.Action.FindText("agentName") ?? "");
        if (wallets.Find(address) is not null || wallets.FindOwner(address) is not null)
        {
            return ActionAnswer.Refuse("Extra agent already used.");
        }

        var others = call.Owner.Agents.RemoveAll(agent => string.Equals(agent.Name, name, StringComparison.Ordinal));
        if (name.Length > 0 && others.Count(agent => agent.Name.Length > 0) >= MostNamed)
        {
            return ActionAnswer.Refuse("Too many extra agents.");
        }

        wallets.Change(call.Owner.Address, owner => owner with { Agents = others.Add(new Agent(address, name, until)) });
        return ActionAnswer.Done with { ChangesWallets = true };
    }

    private (string Name, DateTimeOffset Until) ReadName(string text)
    {
        var parts = text.Split(TermMark, 2);
        return parts.Length == 2 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            ? (parts[0], DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(until, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())))
            : (text, clock.Now + StandardTerm);
    }

    /// <summary>The rate is a text such as "0.01%".</summary>
    private ActionAnswer ApproveBuilder(ActionCall call)
    {
        var rate = call.Action.Text("maxFeeRate");
        if (!rate.EndsWith('%') || !WireRead.TryDecimal(rate[..^1], out var percent) || percent < 0)
        {
            throw MalformedException.Body;
        }

        var most = (int)Math.Min(percent * TenthsOfBasisPoint, int.MaxValue);
        if (most > MostBuilderFee)
        {
            return ActionAnswer.Refuse("Builder fee is too high.");
        }

        var builder = call.Action.Address("builder").ToLowerInvariant();
        wallets.Change(call.Owner.Address, owner => owner with { Builders = owner.Builders.SetItem(builder, most) });
        return ActionAnswer.Done with { ChangesWallets = true };
    }

    private ActionAnswer SetReferrer(ActionCall call)
    {
        var code = call.Action.Text("code");
        if (call.Owner.Referrer is not null)
        {
            return ActionAnswer.Refuse("Referrer already set.");
        }

        wallets.Change(call.Owner.Address, owner => owner with { Referrer = code });
        return ActionAnswer.Done with { ChangesWallets = true };
    }
}
