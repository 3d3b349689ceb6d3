using Etrms.Contracts;
using Etrms.Infrastructure.Backtests;

namespace Etrms.Api.Backtests;

internal static class BacktestRows
{
    public static BacktestRowView ToRowView(this StoredBacktest stored, DateTimeOffset now)
    {
        var (row, body) = (stored.Row, stored.Configuration);
        return new BacktestRowView
        {
            Id = row.Id,
            Name = row.Name,
            Type = row.Type,
            State = BacktestStates.Of(stored.Job),
            Progress = BacktestStates.ProgressOf(stored.Job, now),
            Error = stored.Job?.Error,
            Strategy = row.Strategy,
            Exchanges = body.Exchanges,
            Symbols = body.Symbols,
            Timeframe = body.Timeframe,
            StartDate = body.StartDate.GetValueOrDefault(),
            EndDate = body.EndDate.GetValueOrDefault(),
            TotalReturn = row.TotalReturn,
            MaxDrawdown = row.MaxDrawdown,
            SharpeRatio = row.SharpeRatio,
            Trades = row.Trades,
            Verdict = row.Verdict,
            CreatedAt = row.CreatedAt,
            FinishedAt = stored.Job?.FinishedAt,
        };
    }
}
