namespace Etrms.Domain.Risk.Measures;

/// <summary>What funding earns or costs a book.</summary>
public static class FundingCarry
{
    /// <summary>Per day over equity: - sum of n f (24 h / interval); negative is paid. Null when equity is gone.</summary>
    /// <param name="positions">Signed notional with the funding to come of its contract.</param>
    /// <param name="equity">In quote units.</param>
    public static decimal? PerDay(IEnumerable<(decimal Value, FundingForecast Funding)> positions, decimal equity) =>
        equity > 0 ? -positions.Sum(position => position.Funding.CostPerDay(position.Value)) / equity : null;
}
