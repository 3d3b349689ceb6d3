namespace Etrms.Venue.Binance;

/// <summary>What the settlement coin is said to be worth in US dollars; sums of accounts do not follow it.</summary>
internal sealed class CollateralRate
{
    private readonly Lock _lock = new();
    private decimal _rate = 1;

    public decimal Rate
    {
        get
        {
            lock (_lock)
            {
                return _rate;
            }
        }

        set
        {
            lock (_lock)
            {
                _rate = value;
            }
        }
    }
}
