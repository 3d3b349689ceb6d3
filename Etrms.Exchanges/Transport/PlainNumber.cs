using System.Globalization;

namespace Etrms.Exchanges.Transport;

/// <summary>Numbers as venues want them: never an exponent, no trailing zeros, which some count as excess precision and others hash.</summary>
internal static class PlainNumber
{
    public static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
