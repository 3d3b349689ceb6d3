using Etrms.Contracts;
using Etrms.Web.Formatting;

namespace Etrms.Web.Pages.Accounts;

/// <summary>What a key may do, in words, and whether that is as it should be.</summary>
public sealed record Permission(string Text, Tone Tone)
{
    public static Permission Trade(ApiKeyView key) => Of(key.CanTrade, "can trade", "cannot trade", isWanted: true);

    public static Permission Withdraw(ApiKeyView key) => Of(key.CanWithdraw, "can withdraw", "cannot withdraw", isWanted: false);

    public static Permission Address(ApiKeyView key) => Of(key.IsIpRestricted, "bound to an address", "open to any address", isWanted: true);

    private static Permission Of(bool? has, string yes, string no, bool isWanted) => has is null
        ? new Permission($"{yes}: unknown", Tone.Neutral)
        : new Permission(has.Value ? yes : no, has == isWanted ? Tone.Good : Tone.Warning);
}
