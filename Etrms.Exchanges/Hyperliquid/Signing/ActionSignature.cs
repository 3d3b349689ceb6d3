using System.Buffers.Binary;

namespace Etrms.Exchanges.Hyperliquid.Signing;

/// <summary>What makes an action one of a kind.</summary>
/// <param name="Nonce">Milliseconds, never used twice by a signer.</param>
/// <param name="Vault">The sub-account or vault that is traded for; null for the wallet itself.</param>
/// <param name="ExpiresAfter">Milliseconds after which the venue refuses it; null for never.</param>
internal readonly record struct ActionEnvelope(long Nonce, string? Vault, long? ExpiresAfter);

/// <summary>How actions of the exchange are signed: the hash of the packed action is what a "phantom agent" struct carries.</summary>
internal static class ActionSignature
{
    private const ulong ChainId = 1337;

    /// <param name="action">The JSON that will be sent.</param>
    public static byte[] Hash(ReadOnlySpan<byte> action, ActionEnvelope envelope)
    {
        var input = new List<byte>(PackedAction.FromJson(action));
        input.AddRange(BigEndian(envelope.Nonce));
        if (envelope.Vault is { } vault)
        {
            input.Add(1);
            input.AddRange(Hex.Bytes(vault));
        }
        else
        {
            input.Add(0);
        }

        if (envelope.ExpiresAfter is { } expires)
        {
            input.Add(0);
            input.AddRange(BigEndian(expires));
        }

        return Keccak.Hash([.. input]);
    }

    /// <summary>The digest of the agent struct; a signature for one network is worthless on the other.</summary>
    public static byte[] Digest(byte[] actionHash, bool isMainnet) => TypedData.Digest(
        "Exchange", ChainId, "Agent",
        TypedField.Text("source", isMainnet ? "a" : "b"),
        TypedField.Bytes32("connectionId", actionHash));

    private static byte[] BigEndian(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
