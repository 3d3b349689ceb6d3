using Etrms.Exchanges.Hyperliquid.Signing;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>
/// Who trades: the main wallet by its address alone, the key of an agent wallet that signs for it, and the account that is traded. Addresses
/// are lower case, since any other spelling gives an empty account without a word.
/// </summary>
internal sealed class HyperliquidIdentity
{
    private const int AddressLength = 20;

    private readonly SigningKey? _key;

    public HyperliquidIdentity(ExchangeCredentials credentials)
    {
        Main = Address(credentials.ApiKey);
        TradesFor = string.IsNullOrWhiteSpace(credentials.TradesFor) ? null : Address(credentials.TradesFor);
        Fault = Main is null ? "The main wallet is not an address: 0x and 40 hexadecimal digits are wanted."
            : !string.IsNullOrWhiteSpace(credentials.TradesFor) && TradesFor is null ? "The sub-account or vault is not an address: 0x and 40 hexadecimal digits are wanted."
            : !SigningKey.TryRead(credentials.ApiSecret, out _key) ? "The key is not a private key: 0x and 64 hexadecimal digits are wanted."
            : null;
    }

    /// <summary>Why nothing can be done with the credentials; null when they are well formed.</summary>
    public string? Fault { get; }

    public string? Main { get; }

    /// <summary>Sub-account or vault; null for the main wallet itself.</summary>
    public string? TradesFor { get; }

    /// <summary>The account that readings are asked for: never the agent's, which is empty.</summary>
    public string User => TradesFor ?? Main ?? "";

    public SigningKey Key => _key ?? throw new InvalidOperationException(Fault);

    private static string? Address(string? text) => Hex.TryRead(text, AddressLength, out var bytes) ? Hex.Text(bytes) : null;
}
