using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Hyperliquid.Signing;

/// <summary>The body of a signed request.</summary>
internal static class SignedAction
{
    public static byte[] Write(byte[] action, ActionEnvelope envelope, Signature signature) => InMemoryJson.Object(writer =>
    {
        writer.WritePropertyName("action");
        writer.WriteRawValue(action);
        writer.WriteNumber("nonce", envelope.Nonce);
        writer.WriteStartObject("signature");
        writer.WriteString("r", signature.R);
        writer.WriteString("s", signature.S);
        writer.WriteNumber("v", signature.V);
        writer.WriteEndObject();
        if (envelope.Vault is { } vault)
        {
            writer.WriteString("vaultAddress", vault);
        }

        if (envelope.ExpiresAfter is { } expires)
        {
            writer.WriteNumber("expiresAfter", expires);
        }
    });
}
