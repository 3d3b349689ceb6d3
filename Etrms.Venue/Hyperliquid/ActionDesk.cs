using System.Globalization;
using System.Text.Json;
using Etrms.Venue.Binance;
using Etrms.Venue.Hyperliquid.Actions;
using Etrms.Venue.Hyperliquid.Limits;
using Etrms.Venue.Hyperliquid.Signing;
using Etrms.Venue.Hyperliquid.Wallets;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid;

/// <summary>Verifies signed actions and carries them out, whichever way they came.</summary>
internal sealed class ActionDesk(ActionTable table, ActionAdmission admission, WalletBook wallets, IpWeights weights, VenueLoop loop)
{
    private const int BatchPerWeight = 40;

    /// <param name="ip">Where it came from, for the limits.</param>
    public async Task<WireAnswer> AnswerAsync(JsonElement body, string ip)
    {
        try
        {
            var signed = SignedAction.Read(body);
            if (!table.TryFind(signed.Type, out var route))
            {
                return WireAnswer.Malformed(MalformedException.Body.Message);
            }

            var count = route.Count(signed.Action);
            if (!weights.TryBook(ip, 1 + (count / BatchPerWeight)))
            {
                return WireAnswer.Throttled;
            }

            var answer = await CarryOutAsync(signed, route, count);
            return WireAnswer.Ok(answer.Write);
        }
        catch (MalformedException malformed)
        {
            return WireAnswer.Malformed(malformed.Message);
        }
    }

    private async Task<ActionAnswer> CarryOutAsync(SignedAction signed, ActionRoute route, int count)
    {
        // The costly recovery of the signer happens before the loop is asked.
        var signer = signed.Recover();
        var answer = await loop.AskAsync(
            desk => admission.Admit(signed, signer, route, out var call, desk) is { } refusal
                ? ActionAnswer.Refuse(refusal)
                : admission.Charge(call!, route, count) is { } overdrawn ? ActionAnswer.Refuse(overdrawn) : route.Handle(call!),
            CancellationToken.None);
        if (answer.ChangesWallets)
        {
            await wallets.SaveAsync(CancellationToken.None);
        }

        return answer;
    }
}

/// <summary>An action with its signature, as it came.</summary>
internal sealed record SignedAction(JsonElement Action, string Type, ActionTerms Terms, WireSignature Signature)
{
    public static SignedAction Read(JsonElement body)
    {
        var action = body.Field("action");
        var terms = new ActionTerms(
            Natural(body, "nonce") ?? throw MalformedException.Body, body.FindAddress("vaultAddress")?.ToLowerInvariant(), Natural(body, "expiresAfter"));
        return new SignedAction(action, action.Text("type"), terms, ReadSignature(body.Field("signature")));
    }

    /// <summary>The wallet that signed; null when no wallet can have.</summary>
    public string? Recover() => UserSignedType.ByAction.TryGetValue(Type, out var type)
        ? ActionSigner.RecoverUserSigned(Action, type, Signature)
        : ActionSigner.RecoverL1(Action, Terms, Signature);

    private static ulong? Natural(JsonElement body, string name) => body.FindWhole(name) switch
    {
        null => null,
        >= 0 and var number => (ulong)number,
        _ => throw MalformedException.Body,
    };

    private static WireSignature ReadSignature(JsonElement signature) =>
        new(ReadNumber(signature.Text("r")), ReadNumber(signature.Text("s")), signature.Whole("v") is 1 or 28);

    // Leading zeros may be missing.
    private static Org.BouncyCastle.Math.BigInteger ReadNumber(string hex) =>
        hex.Length is > 2 and <= 66 && Address.IsHex(hex, hex.Length)
            ? new Org.BouncyCastle.Math.BigInteger(hex[2..], 16)
            : throw MalformedException.Body;
}

/// <summary>Decides whether a signer may do what it asks; on the venue's loop.</summary>
internal sealed class ActionAdmission(WalletBook wallets, Nonces nonces, AddressBudgets budgets, ServerClock clock)
{
    /// <summary>What an expired action costs, in actions.</summary>
    private const int LateCharge = 5;

    /// <returns>The refusal, or null with the call.</returns>
    public string? Admit(SignedAction signed, string? signer, ActionRoute route, out ActionCall? call, VenueDesk desk)
    {
        call = null;
        if (signer is null || wallets.FindOwner(signer) is not { } owner)
        {
            return $"User or API Wallet {signer ?? "0x0000000000000000000000000000000000000000"} does not exist.";
        }

        if (route.NeedsOwner && !string.Equals(signer, owner.Address, StringComparison.Ordinal))
        {
            return $"Must deposit before performing actions. User: {signer}";
        }

        if (nonces.Use(signer, signed.Terms.Nonce) is { } refusal)
        {
            return refusal;
        }

        if (signed.Terms.ExpiresAfter is { } expiry && expiry < (ulong)clock.Now.ToUnixTimeMilliseconds())
        {
            budgets.Charge(owner.Address, LateCharge);
            return $"Action expired: {expiry.ToString(CultureInfo.InvariantCulture)} has passed.";
        }

        var account = signed.Terms.VaultAddress ?? owner.Address;
        if (signed.Terms.VaultAddress is { } vault && !string.Equals(wallets.Find(vault)?.Master, owner.Address, StringComparison.Ordinal))
        {
            return $"Vault not registered: {vault}";
        }

        call = new ActionCall(signed.Action, owner, account, desk);
        return null;
    }

    /// <returns>The refusal, or null.</returns>
    public string? Charge(ActionCall call, ActionRoute route, int count) => budgets.Use(call.Account, count, route.IsCancel, call.Desk);
}
