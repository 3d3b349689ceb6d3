using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Cli.Calculations.Indicators;
using Etrms.Domain.Analysis.Liquidity;

namespace Etrms.Cli.Calculations.Liquidity;

/// <summary>Measures of liquidity, from bars, books, trades and orders.</summary>
internal static class LiquidityFamily
{
    private const string Family = "liquidity";

    public static CalculationFamily Create() => new(
        [
            new StatedCalculation(
                "SPREAD_ESTIMATE", Family, "Spread as a fraction of the price, estimated from bars: spread",
                [
                    new("open", "numbers; only for openagainstclose, closeagainstopen and edge", "none"), new("high", "numbers; not for roll", "none"),
                    new("low", "numbers; not for roll", "none"), new("close", "numbers"),
                    new("estimator", string.Join(", ", Enum.GetNames<SpreadEstimator>()).ToLowerInvariant(), "edge"),
                    new("signed", "whether a negative square gives a negative spread", "false"), new("window", "bars; without it one value of all", "none"),
                ],
                Spread),
            new StatedCalculation(
                "AMIHUD", Family, "Illiquidity of Amihud, times a million: amihud",
                [
                    new("close", "numbers"), new("volume", "numbers, in base units"), new("returns", "log or simple", "log"),
                    new("window", "returns; without it one value of all", "none"),
                ],
                Amihud),
            new StatedCalculation(
                "KYLE", Family, "Kyle's lambda: lambda, intercept, r_squared, error, t_ratio, error_hc1, error_newey_west, error_newey_west_small_sample, lambda_without_intercept",
                [
                    new("signed_volume", "numbers, buyers' minus sellers'"), new("price_change", "numbers"), new("lags", "of Newey and West's errors", "5"),
                    new("root", "whether to take the root of the volume", "false"),
                ],
                Kyle),
            new StatedCalculation(
                "BOOK", Family, "What a book says: mid, spread, spread_bps, microprice, bid, ask, bid_notional, ask_notional, imbalance, bid_share",
                [new("bids", "rows of [price, quantity]"), new("asks", "rows of [price, quantity]"), new("within_bps", "of the middle", "5"), new("levels", "of bid_share", "5")],
                Book),
            new StatedCalculation(
                "BOOK_WALK", Family, "What a market order gets from a book: filled, cost, unfilled, average_price, worst_price, levels, slippage_bps_mid, slippage_bps_best, worst_bps_best",
                [
                    new("bids", "rows of [price, quantity]"), new("asks", "rows of [price, quantity]"), new("side", "buy or sell"),
                    new("quantity", "in base units", "none"), new("notional", "in the quote currency, instead of quantity", "none"),
                ],
                Walk),
            new StatedCalculation(
                "LARGE_ORDERS", Family, "Whales and suspected spoofing in a flow of orders: notices",
                [
                    new("time", "numbers, milliseconds, rising"), new("change", "words: added, cancelled, filled"), new("id", "numbers"),
                    new("side", "words: bid, ask"), new("price", "numbers"), new("size", "numbers"),
                    new("mid", "middle of the book, where one holds throughout", "median of the newest prices"),
                ],
                input => new JsonObject { ["notices"] = new JsonArray([.. OrderFlowInput.Notices(input).Select(Notice)]) }),
            new StatedCalculation(
                "LIQUIDITY_ANOMALIES", Family, "Spreads that open and depth that vanishes: spread_deviation, depth_deviation, is_anomalous",
                [
                    new("spread", "numbers"), new("depth", "numbers"), new("lookback", "books that a new one is compared with", "720"),
                    new("least", "books without which nothing is known", "60"), new("limit", "deviations that are out of the ordinary", "6"),
                ],
                Anomalies),
        ],
        [new BarLiquidityVectors(), new KyleVectors(), new BookWalkVectors(), new LargeOrderVectors()]);

    private static JsonObject Spread(JsonElement input)
    {
        var estimator = input.Choice<SpreadEstimator>("estimator", SpreadEstimator.Edge);
        var bars = BarArrays.Of(input, SpreadEstimates.Reads(estimator));
        return new JsonObject
        {
            ["spread"] = input.Has("window")
                ? CalculationInput.Series(SpreadEstimates.Rolling(estimator, bars.Spans, input.WholeFrom("window", 3)))
                : SpreadEstimates.Of(estimator, bars.Spans, input.Flag("signed", fallback: false)),
        };
    }

    private static JsonObject Amihud(JsonElement input)
    {
        var (close, volume, kind) = (input.Numbers("close"), SameLength(input, "volume", "close"), input.Choice<ReturnKind>("returns", ReturnKind.Log));
        return new JsonObject
        {
            ["amihud"] = input.Has("window")
                ? CalculationInput.Series(Illiquidity.Rolling(close, volume, input.WholeFrom("window", 1), kind)) : Illiquidity.Of(close, volume, kind),
        };
    }

    private static JsonObject Kyle(JsonElement input)
    {
        var (volume, change) = (input.Numbers("signed_volume"), SameLength(input, "price_change", "signed_volume"));
        volume = input.Flag("root", fallback: false) ? PriceImpact.SignedRoots(volume) : volume;
        var impact = PriceImpact.Of(volume, change, input.WholeFrom("lags", 0, 5));
        return new JsonObject
        {
            ["lambda"] = impact?.Slope,
            ["intercept"] = impact?.Intercept,
            ["r_squared"] = impact?.RSquared,
            ["error"] = impact?.Error,
            ["t_ratio"] = CalculationInput.Node(impact?.TRatio ?? double.NaN),
            ["error_hc1"] = impact?.RobustError,
            ["error_newey_west"] = impact?.NeweyWestError,
            ["error_newey_west_small_sample"] = impact?.NeweyWestErrorOfSmallSample,
            ["lambda_without_intercept"] = PriceImpact.ThroughOrigin(volume, change),
        };
    }

    private static JsonObject Book(JsonElement input)
    {
        var figures = BookFigures.Of(BookInput.Book(input));
        var near = figures?.Within((decimal)input.Number("within_bps", 5));
        return new JsonObject
        {
            ["mid"] = figures?.Mid,
            ["spread"] = figures?.Spread,
            ["spread_bps"] = figures?.SpreadBps,
            ["microprice"] = figures?.Microprice,
            ["bid"] = near?.Bid,
            ["ask"] = near?.Ask,
            ["bid_notional"] = near?.BidNotional,
            ["ask_notional"] = near?.AskNotional,
            ["imbalance"] = near?.Imbalance,
            ["bid_share"] = figures?.BidShare(input.WholeFrom("levels", 1, 5)),
        };
    }

    private static JsonObject Walk(JsonElement input)
    {
        if (input.Has("quantity") == input.Has("notional"))
        {
            throw CalculationInput.Bad("Give \"quantity\" or \"notional\".");
        }

        var name = input.Has("quantity") ? "quantity" : "notional";
        var size = new WalkSize(BookInput.Exact(input.GetProperty(name), name), IsQuote: name == "notional");
        var isBuy = input.Text("side") switch
        {
            "buy" => true,
            "sell" => false,
            _ => throw CalculationInput.Bad("\"side\" must be buy or sell."),
        };
        if (size.Amount < 0)
        {
            throw CalculationInput.Bad($"\"{name}\" must not be below 0.");
        }

        var book = BookInput.Book(input);
        var (walk, figures) = (BookWalk.Of(book, isBuy, size), BookFigures.Of(book));
        var best = (isBuy ? book.BestAsk : book.BestBid)?.Price;
        return new JsonObject
        {
            ["filled"] = walk.Filled,
            ["cost"] = walk.Cost,
            ["unfilled"] = walk.Unfilled,
            ["average_price"] = walk.AveragePrice,
            ["worst_price"] = walk.WorstPrice,
            ["levels"] = walk.Levels,
            ["slippage_bps_mid"] = figures is null ? null : walk.SlippageBps(figures.Mid),
            ["slippage_bps_best"] = best is { } reference ? walk.SlippageBps(reference) : null,
            ["worst_bps_best"] = best is { } nearest ? walk.WorstBps(nearest) : null,
        };
    }

    private static JsonObject Anomalies(JsonElement input)
    {
        var (spread, depth) = (input.Numbers("spread"), SameLength(input, "depth", "spread"));
        var watch = new LiquidityAnomalies(input.WholeFrom("lookback", 1, 720), input.WholeFrom("least", 1, 60), input.Positive("limit", 6));
        var told = spread.Zip(depth, watch.Next).ToList();
        return new JsonObject
        {
            ["spread_deviation"] = CalculationInput.Series(told.Select(each => each?.Spread ?? double.NaN)),
            ["depth_deviation"] = CalculationInput.Series(told.Select(each => each?.Depth ?? double.NaN)),
            ["is_anomalous"] = new JsonArray([.. told.Select(each => each is { } known ? JsonValue.Create(known.IsSpreadAnomalous || known.IsDepthAnomalous) : null)]),
        };
    }

    private static JsonNode Notice(LargeOrderNotice notice) => new JsonObject
    {
        ["kind"] = notice.Kind == LargeOrderKind.Whale ? "whale" : "suspected_spoof",
        ["from"] = notice.From.ToUnixTimeMilliseconds(),
        ["until"] = notice.Until.ToUnixTimeMilliseconds(),
        ["side"] = notice.IsBid ? "bid" : "ask",
        ["orders"] = new JsonArray([.. notice.Orders.Select(id => JsonValue.Create(id))]),
        ["opposite_fill"] = notice.HasOppositeFill,
    };

    private static double[] SameLength(JsonElement input, string name, string other) =>
        input.Numbers(name) is var numbers && numbers.Length == input.Numbers(other).Length ? numbers
        : throw CalculationInput.Bad($"\"{name}\" must be as long as \"{other}\".");
}
