namespace Etrms.Domain.Market;

/// <summary>How people name contracts and coins, and how such names are compared.</summary>
public static class SymbolSpelling
{
    /// <summary>Whoever typed btcusdt means BTCUSDT. No venue lists two contracts that differ by nothing else.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>What is written small throughout is written large, as venues do; else the spelling stays, as with Hyperliquid's kPEPE.</summary>
    public static string Of(string text)
    {
        var name = text.Trim();
        return name.Any(char.IsUpper) ? name : name.ToUpperInvariant();
    }
}
