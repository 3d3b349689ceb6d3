using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Market;

namespace Etrms.Cli.Calculations.Liquidity;

/// <summary>Reads a book: per side an array of [price, quantity], as numbers or as text, so that no digit is lost.</summary>
internal static class BookInput
{
    public static OrderBook Book(JsonElement input) => new(
        [.. Levels(input, "bids").OrderByDescending(level => level.Price)], [.. Levels(input, "asks").OrderBy(level => level.Price)]);

    public static decimal Exact(JsonElement number, string name) =>
        decimal.TryParse(
            number.ValueKind == JsonValueKind.String ? number.GetString() : number.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value : throw CalculationInput.Bad($"\"{name}\" is no number: {number.GetRawText()}.");

    private static ImmutableArray<BookLevel> Levels(JsonElement input, string name)
    {
        if (!input.Has(name) || input.GetProperty(name).ValueKind != JsonValueKind.Array)
        {
            throw CalculationInput.Bad($"\"{name}\" must be an array of [price, quantity].");
        }

        return [.. input.GetProperty(name).EnumerateArray().Select((row, index) => Level(row, $"{name}[{index}]"))];
    }

    private static BookLevel Level(JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Array && row.GetArrayLength() == 2
        && Exact(row[0], name) is > 0 and var price && Exact(row[1], name) is >= 0 and var quantity
            ? new BookLevel(price, quantity) : throw CalculationInput.Bad($"\"{name}\" must be [price, quantity], the price above 0 and the quantity not below.");
}
