using Etrms.Contracts;
using Etrms.Domain.Risk.Measures.Ruin;
using Etrms.Infrastructure.Backtests;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Risk;

/// <summary>Risk of ruin from closed trades of the accounts, from those of a backtest, or from R-multiples that the caller knows.</summary>
internal static class Ruin
{
    private const decimal LargestMultiple = 1_000;

    /// <summary>Of older ones nobody trades like that any more.</summary>
    private const int MostOwn = 10_000;

    public static async Task<Results<Ok<RuinView>, ProblemHttpResult>> AskAsync(
        RuinRequest body, ClosedTradeStore own, BacktestStore store, BacktestResults results, CancellationToken cancellationToken)
    {
        if (Errors(body).ToLookup(error => error.Field, error => error.Reason, StringComparer.Ordinal) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors.ToDictionary(field => field.Key, field => field.ToArray(), StringComparer.Ordinal));
        }

        if (body.Multiples.Count > 0)
        {
            return TypedResults.Ok(ViewOf(body, "MULTIPLES", new TradeMultiples([.. body.Multiples.Select(multiple => (double)multiple)], null, 0)));
        }

        if (body.BacktestId is not { } id)
        {
            var closed = await own.ReadAsync(body.AccountId, MostOwn, cancellationToken);
            return TypedResults.Ok(ViewOf(body, "ACCOUNT", TradeMultiples.Of(closed.Select(trade => new RiskedTrade(trade.NetPnl, trade.Risk, trade.Equity)))));
        }

        if (await store.FindAsync(id, cancellationToken) is not { Row.ResultJobId: { } jobId } || await results.ReadSummaryAsync(jobId, cancellationToken) is not { } summary)
        {
            return Problems.Refused("backtest_id", $"There is no finished backtest {id}.");
        }

        var trades = await results.ReadTradesAsync(jobId, 0, int.MaxValue, cancellationToken);
        return TypedResults.Ok(ViewOf(body, "BACKTEST", TradeMultiples.Of(trades.Where(trade => trade.NetPnl is not null).Select(TradeOf), summary.InitialCapital)));
    }

    private static IEnumerable<(string Field, string Reason)> Errors(RuinRequest body)
    {
        foreach (var fault in TermsOf(body, (double)(body.RiskPerTrade ?? 1)).Faults())
        {
            yield return fault;
        }

        if (body is { BacktestId: not null, Multiples.Count: > 0 })
        {
            yield return ("multiples", "Give either a backtest or R-multiples.");
        }

        if (body is { AccountId: not null } && (body.BacktestId is not null || body.Multiples.Count > 0))
        {
            yield return ("account_id", "An account has trades of its own: give no backtest and no R-multiples with it.");
        }

        if (body.Multiples.Any(multiple => Math.Abs(multiple) > LargestMultiple))
        {
            yield return ("multiples", $"Each must lie between -{LargestMultiple:N0} and {LargestMultiple:N0}.");
        }

        if (body is { BacktestId: null, Multiples.Count: > 0, RiskPerTrade: null })
        {
            yield return ("risk_per_trade", "Say what share of equity each trade puts at risk.");
        }
    }

    private static RiskedTrade TradeOf(BacktestTradeView trade) =>
        RiskedTrade.Of(trade.Side, trade.Quantity, trade.EntryPrice, trade.StopLoss, trade.NetPnl.GetValueOrDefault());

    private static RuinTerms TermsOf(RuinRequest body, double riskPerTrade)
    {
        var terms = new RuinTerms { RiskPerTrade = riskPerTrade, Trades = body.Trades, BlockLength = body.BlockLength, Seed = body.Seed };
        return body.Losses.Count == 0 ? terms : terms with { Losses = [.. body.Losses.Order().Select(loss => (double)loss)] };
    }

    private static RuinView ViewOf(RuinRequest body, string source, TradeMultiples multiples)
    {
        var risk = (double?)body.RiskPerTrade ?? multiples.RiskPerTrade;
        if (risk is not { } share || RiskOfRuin.Of(multiples.Values.AsSpan(), TermsOf(body, Math.Min(share, 1))) is not { } report)
        {
            var known = multiples.Values.Length;
            var reason = known < RiskOfRuin.Enough
                ? $"Of {known} closed trades it is known what they put at risk, because a stop was seen; at least {RiskOfRuin.Enough} are needed to draw from."
                : "What share of equity these trades put at risk is not known. Say what share each shall risk.";
            return Without(body, source, reason) with { Sample = known, WithoutStop = multiples.Unknown };
        }

        return new RuinView(
            source, null, report.Sample, multiples.Unknown, report.MeanMultiple, report.WinRate, report.Terms.RiskPerTrade, report.Terms.Trades, report.BlockLength,
            report.Terms.Paths, report.Terms.Seed,
            [.. report.Chances.Select(chance => new RuinChanceView(chance.Loss, chance.Probability, chance.Low, chance.High, chance.ClosedForm))]);
    }

    private static RuinView Without(RuinRequest body, string source, string reason) =>
        new(source, reason, 0, 0, null, null, (double?)body.RiskPerTrade, body.Trades, null, null, body.Seed, []);
}
