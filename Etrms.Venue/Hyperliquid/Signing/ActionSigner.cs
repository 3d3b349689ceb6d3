using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Etrms.Venue.Hyperliquid.Signing;

/// <summary>What an L1 action's signature covers beside the action itself.</summary>
/// <param name="VaultAddress">Sub-account or vault that is traded for; null for the signer's own account.</param>
/// <param name="ExpiresAfter">Milliseconds since 1970; null when the action does not expire.</param>
internal readonly record struct ActionTerms(ulong Nonce, string? VaultAddress, ulong? ExpiresAfter);

/// <summary>Finds out who signed an action. The venue does this on its own, apart from the code that signs in ETRMS' client.</summary>
internal static class ActionSigner
{
    private const ulong ActionChain = 1337;
    private const string Mainnet = "a";

    /// <summary>The wallet that signed an L1 action for mainnet; null when no wallet can have.</summary>
    public static string? RecoverL1(JsonElement action, ActionTerms terms, WireSignature signature, string source = Mainnet) =>
        Secp256k1.Recover(
            TypedData.Digest("Exchange", ActionChain, "Agent",
            [
                new("source", "string", source), new("connectionId", "bytes32", ConnectionId(action, terms)),
            ]),
            signature);

    /// <summary>The wallet that signed a typed action with its own fields; null when no wallet can have, or a field is missing.</summary>
    public static string? RecoverUserSigned(JsonElement action, UserSignedType type, WireSignature signature) =>
        type.TryRead(action, out var chainId, out var fields)
            ? Secp256k1.Recover(TypedData.Digest("HyperliquidSignTransaction", chainId, type.PrimaryType, fields), signature)
            : null;

    /// <summary>Keccak of MessagePack action, nonce, vault mark and expiry mark.</summary>
    public static byte[] ConnectionId(JsonElement action, ActionTerms terms)
    {
        var covered = new ArrayBufferWriter<byte>();
        PackedJson.Write(covered, action);
        WriteNumber(covered, terms.Nonce);
        covered.Write([(byte)(terms.VaultAddress is null ? 0 : 1)]);
        if (terms.VaultAddress is { } vault)
        {
            covered.Write(Convert.FromHexString(vault.AsSpan(2)));
        }

        if (terms.ExpiresAfter is { } expiry)
        {
            covered.Write([(byte)0]);
            WriteNumber(covered, expiry);
        }

        return Keccak.Hash(covered.WrittenSpan);
    }

    private static void WriteNumber(ArrayBufferWriter<byte> covered, ulong number)
    {
        BinaryPrimitives.WriteUInt64BigEndian(covered.GetSpan(sizeof(ulong)), number);
        covered.Advance(sizeof(ulong));
    }
}
