using Etrms.Contracts;
using Etrms.Web.Formatting;

namespace Etrms.Web.Pages.Accounts;

/// <summary>What a key may do, in words, and whether that is as it should be.</summary>
public sealed record KeyRight(string Text, Tone Tone)
{
    public static KeyRight Trade(ApiKeyView key) => Of(key.CanTrade, "can trade", "cannot trade", isWanted: true);

    public static KeyRight Withdraw(ApiKeyView key) => Of(key.CanWithdraw, "can withdraw", "cannot withdraw", isWanted: false);

    public static KeyRight Address(ApiKeyView key) => Of(key.IsIpRestricted, "bound to an address", "open to any address", isWanted: true);

    private static KeyRight Of(bool? has, string yes, string no, bool isWanted) => has is null
        ? new KeyRight($"{yes}: unknown", Tone.Neutral)
        : new KeyRight(has.Value ? yes : no, has == isWanted ? Tone.Good : Tone.Warning);
}
