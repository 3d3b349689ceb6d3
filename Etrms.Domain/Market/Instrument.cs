using System.Collections.Immutable;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Market;

/// <summary>One step of a venue's maintenance margin table.</summary>
/// <param name="Bracket">Number of the step, from 1.</param>
/// <param name="MaxLeverage">Highest leverage allowed while the notional is inside this step.</param>
/// <param name="NotionalFloor">Lower bound of the notional, in quote units, inclusive.</param>
/// <param name="NotionalCap">Upper bound of the notional, in quote units.</param>
/// <param name="MaintenanceRate">Maintenance margin as a fraction of notional.</param>
/// <param name="MaintenanceAmount">Amount taken off so that the margin is continuous over the steps ("cum").</param>
public sealed record LeverageBracket(
    int Bracket, int MaxLeverage, decimal NotionalFloor, decimal NotionalCap, decimal MaintenanceRate, decimal MaintenanceAmount);

/// <summary>A tradable perpetual contract with the venue's trading rules. Rounding happens here and nowhere else.</summary>
public sealed record Instrument
{
    /// <summary>Decimal places of the step where it is a power of ten that is written as short as can be: then rounding needs no division.</summary>
    private readonly int? _stepDecimals;

    public required InstrumentId Id { get; init; }

    public required string BaseAsset { get; init; }

    public required string QuoteAsset { get; init; }

    /// <summary>Smallest price increment, in quote units.</summary>
    public required decimal TickSize { get; init; }

    /// <summary>Most significant figures of a price that is not a whole number; null where the venue knows only the tick.</summary>
    public int? SignificantFigures { get; init; }

    /// <summary>Smallest quantity increment, in base units.</summary>
    public required decimal StepSize
    {
        get;
        init
        {
            field = value;
            _stepDecimals = value == new decimal(1, 0, 0, isNegative: false, value.Scale) ? value.Scale : null;
        }
    }

    public required decimal MinQuantity { get; init; }

    public required decimal MaxQuantity { get; init; }

    /// <summary>Largest quantity of one market order, in base units.</summary>
    public required decimal MaxMarketQuantity { get; init; }

    /// <summary>Smallest notional of an order that may increase exposure, in quote units.</summary>
    public required decimal MinNotional { get; init; }

    /// <summary>Highest order price as a multiple of the mark price.</summary>
    public decimal PriceMultiplierUp { get; init; } = 1.05m;

    /// <summary>Lowest order price as a multiple of the mark price.</summary>
    public decimal PriceMultiplierDown { get; init; } = 0.95m;

    /// <summary>Fee on liquidated notional that goes to the insurance fund, as a fraction.</summary>
    public decimal LiquidationFee { get; init; } = 0.0125m;

    /// <summary>True where positions cannot share the account's margin.</summary>
    public bool OnlyIsolated { get; init; }

    public ImmutableArray<LeverageBracket> Brackets { get; init; } = [];

    /// <summary>The coin itself, equal on every venue: BTC for BTCUSDT and for BTC.</summary>
    public string Underlying => BaseAsset;

    /// <summary>Rounds a quantity down to the step, so that exposure never grows by rounding.</summary>
    public decimal RoundQuantity(decimal quantity) => _stepDecimals is { } decimals && quantity.Scale >= decimals
        ? decimal.Round(quantity, decimals, MidpointRounding.ToNegativeInfinity)
        : Math.Floor(quantity / StepSize) * StepSize;

    /// <summary>Rounds a quantity up to the step: for orders that reduce, so that no more than the target is left.</summary>
    public decimal RoundQuantityUp(decimal quantity) => Math.Ceiling(quantity / StepSize) * StepSize;

    /// <summary>Rounds a price down to the nearest one that the venue takes.</summary>
    public decimal RoundPriceDown(decimal price) => Math.Floor(price / PriceStep(price)) * PriceStep(price);

    /// <summary>Rounds a price up to the nearest one that the venue takes.</summary>
    public decimal RoundPriceUp(decimal price) => Math.Ceiling(price / PriceStep(price)) * PriceStep(price);

    /// <summary>Rounds a price to the nearest one that the venue takes.</summary>
    public decimal RoundPrice(decimal price) =>
        Math.Round(price / PriceStep(price), MidpointRounding.AwayFromZero) * PriceStep(price);

    /// <summary>Rounds the price of an order: a limit is never worse than asked for, a stop never further away.</summary>
    public decimal RoundPriceFor(OrderSide side, decimal price) => side == OrderSide.Buy ? RoundPriceDown(price) : RoundPriceUp(price);

    /// <summary>True when the price needs no rounding.</summary>
    public bool TakesPrice(decimal price) => price % PriceStep(price) == 0;

    /// <summary>The step of the margin table that holds a notional; null when the table is unknown.</summary>
    /// <param name="notional">Absolute notional in quote units.</param>
    public LeverageBracket? BracketFor(decimal notional)
    {
        LeverageBracket? found = null;
        foreach (var bracket in Brackets)
        {
            if (notional >= bracket.NotionalFloor)
            {
                found = bracket;
            }
        }

        return found;
    }

    /// <summary>The tick, widened to a power of ten where the significant figures run out, but never past whole numbers.</summary>
    public decimal PriceStep(decimal price)
    {
        if (SignificantFigures is not { } figures)
        {
            return TickSize;
        }

        var step = 1m;
        for (var finerReach = PowerOfTen(figures - 1); step > TickSize && Math.Abs(price) < finerReach; finerReach /= 10)
        {
            step /= 10;
        }

        return Math.Max(step, TickSize);
    }

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var count = 0; count < exponent; count++)
        {
            power *= 10;
        }

        return power;
    }
}
