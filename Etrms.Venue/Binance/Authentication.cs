using Etrms.Venue.Binance.Keys;
using Etrms.Venue.Control;

namespace Etrms.Venue.Binance;

/// <summary>What a call must prove before it is carried out.</summary>
internal enum Access
{
    Public,

    /// <summary>The key header alone.</summary>
    ApiKey,

    /// <summary>Key, timestamp and signature.</summary>
    Signed,
}

/// <summary>Checks key, timestamp and signature, in the order in which the exchange names their faults.</summary>
internal sealed class Authentication(PaperAccounts accounts, ServerClock clock)
{
    private const long StandardWindow = 5_000;
    private const long LongestWindow = 60_000;
    private const long Leeway = 1_000;

    /// <summary>The clock that timestamps are held against.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <returns>The refusal, or null when the call may go on.</returns>
    public BinanceError? Check(Access access, string? apiKey, Parameters parameters, out PaperAccount? account)
    {
        account = null;
        if (access == Access.Public)
        {
            return null;
        }

        if (string.IsNullOrEmpty(apiKey))
        {
            return BinanceErrors.NoApiKey;
        }

        account = accounts.FindByApiKey(apiKey);
        if (account is null)
        {
            return BinanceErrors.BadApiKey;
        }

        return access == Access.Signed ? CheckSignature(account, parameters) : null;
    }

    private BinanceError? CheckSignature(PaperAccount account, Parameters parameters)
    {
        var timestamp = parameters.Long("timestamp");
        parameters.Text("signature");
        var window = parameters.FindLong("recvWindow") ?? StandardWindow;
        if (window is < 0 or > LongestWindow)
        {
            return BinanceErrors.WindowTooLong;
        }

        if (parameters.Signed is not { } signed || !Signatures.IsValid(account, signed))
        {
            return BinanceErrors.BadSignature;
        }

        var now = Now.ToUnixTimeMilliseconds();
        if (timestamp >= now + Leeway)
        {
            return BinanceErrors.AheadOfServer;
        }

        return timestamp < now - window ? BinanceErrors.OutsideWindow : null;
    }
}
