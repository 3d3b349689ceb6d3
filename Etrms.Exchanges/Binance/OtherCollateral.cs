using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// What an account in multi-assets mode holds beside the settlement coin, in its value at the last reading. The stream tells the settlement
/// coin alone: taken for the whole wallet, a deposit in another coin would look like money lost.
/// </summary>
internal sealed class OtherCollateral
{
    private readonly Lock _gate = new();
    private decimal _value;

    public void Replace(AccountSnapshot snapshot)
    {
        var settlement = snapshot.Assets.FirstOrDefault(asset => asset.Asset == BinanceWords.SettlementAsset)?.WalletBalance ?? 0;
        lock (_gate)
        {
            _value = snapshot.IsMultiAssets ? snapshot.Balance.WalletBalance - settlement : 0;
        }
    }

    /// <summary>The wallet that a row of the stream means; other coins stay in their own units.</summary>
    public decimal WalletOf(UserBalance row)
    {
        lock (_gate)
        {
            return row.Asset == BinanceWords.SettlementAsset ? row.WalletBalance + _value : row.WalletBalance;
        }
    }
}
