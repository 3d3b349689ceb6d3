using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Market;

namespace Etrms.Cli.Calculations.Liquidity;

/// <summary>Files of books, what they say, and what market orders get from them. Made-up books come after real ones, as in the expected list.</summary>
internal sealed class BookWalkVectors : IVectorFamily
{
    private const string BestLevels = "imbalanceTop";

    public string Name => "books and walks through them";

    public bool Takes(VectorFile file) => file.Has("input", "books") && Expected(file).Any();

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var tolerance = Tolerance.Of(file.Tolerance);
        var books = file.Input.GetProperty("books").EnumerateArray().Select(BookInput.Book).ToArray();
        var expected = Expected(file).ToList();
        findings.Same("books", expected.Count, books.Length);
        for (var i = 0; i < Math.Min(books.Length, expected.Count); i++)
        {
            Figures($"{i}", expected[i], books[i], findings, tolerance);
            var walks = expected[i].GetProperty("walk").EnumerateArray().ToArray();
            for (var walk = 0; walk < walks.Length; walk++)
            {
                Walk($"{i}.walk[{walk}]", walks[walk], books[i], findings, tolerance);
            }
        }
    }

    /// <summary>What is expected of each book, in their order: objects with a walk, alone or in a list.</summary>
    private static IEnumerable<JsonElement> Expected(VectorFile file) =>
        !file.Has("expected") || file.Expected.ValueKind != JsonValueKind.Object ? []
        : file.Expected.EnumerateObject()
            .SelectMany(member => member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray() : Enumerable.Repeat(member.Value, 1))
            .Where(each => each.Has("walk"));

    private static void Figures(string key, JsonElement expected, OrderBook book, VectorFindings findings, Tolerance tolerance)
    {
        if (BookFigures.Of(book) is not { } figures)
        {
            findings.Missing(key, expected);
            return;
        }

        foreach (var member in expected.EnumerateObject())
        {
            decimal? made = member.Name switch
            {
                "spread" => figures.Spread,
                "spreadBps" => figures.SpreadBps,
                "mid" => figures.Mid,
                "microprice" => figures.Microprice,
                var name when name.StartsWith(BestLevels, StringComparison.Ordinal) =>
                    figures.BidShare(int.Parse(name.AsSpan(BestLevels.Length), CultureInfo.InvariantCulture)),
                _ => null,
            };
            if (made is { } number)
            {
                findings.Value($"{key}.{member.Name}", member.Value, (double)number, tolerance);
            }
            else if (member.Name == "depth")
            {
                Depth($"{key}.depth", member.Value, figures, findings, tolerance);
            }
        }
    }

    private static void Depth(string key, JsonElement expected, BookFigures figures, VectorFindings findings, Tolerance tolerance)
    {
        foreach (var distance in expected.EnumerateObject())
        {
            var near = figures.Within(decimal.Parse(distance.Name, CultureInfo.InvariantCulture));
            foreach (var member in distance.Value.EnumerateObject())
            {
                decimal? made = member.Name switch
                {
                    "bid" => near.Bid,
                    "ask" => near.Ask,
                    "imbalance" => near.Imbalance,
                    "bidNotional" => near.BidNotional,
                    "askNotional" => near.AskNotional,
                    _ => null,
                };
                findings.Value($"{key}.{distance.Name}.{member.Name}", member.Value, (double?)made, tolerance);
            }
        }
    }

    private static void Walk(string key, JsonElement expected, OrderBook book, VectorFindings findings, Tolerance tolerance)
    {
        var isBuy = expected.Text("side") == "buy";
        var name = expected.Has("baseQty") ? "baseQty" : "quoteQty";
        var walk = BookWalk.Of(book, isBuy, new WalkSize(BookInput.Exact(expected.GetProperty(name), name), IsQuote: name == "quoteQty"));
        var best = (isBuy ? book.BestAsk : book.BestBid)?.Price ?? 0;
        var mid = BookFigures.Of(book)?.Mid ?? 0;
        findings.Same($"{key}.complete", expected.GetProperty("complete").GetBoolean(), walk.IsComplete);
        foreach (var member in expected.EnumerateObject().Where(member => member.Name != "complete" && member.Value.ValueKind == JsonValueKind.Number))
        {
            decimal? made = member.Name switch
            {
                "filled" => walk.Filled,
                "cost" => walk.Cost,
                "vwap" => walk.AveragePrice,
                "worstPrice" => walk.WorstPrice,
                "levels" => walk.Levels,
                "slippageBpsVsMid" => walk.SlippageBps(mid),
                "slippageBpsVsBest" => walk.SlippageBps(best),
                "impactBpsWorstVsBest" => walk.WorstBps(best),
                _ => null,
            };
            findings.Value($"{key}.{member.Name}", member.Value, (double?)made, tolerance);
        }
    }
}
