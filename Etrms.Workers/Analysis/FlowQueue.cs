using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;

namespace Etrms.Workers.Analysis;

/// <summary>A book or a trade of one contract; neither when the book is lost.</summary>
/// <param name="At">Our clock when it came.</param>
internal readonly record struct FlowStep(DateTimeOffset At, OrderBook? Book, MarketTrade? Trade);

/// <summary>What a contract's feed told between two looks. Where more comes than is taken, what was in between is lost and told to be.</summary>
internal sealed class FlowQueue
{
    /// <summary>A look is taken once a second; this is many times what any contract trades in one.</summary>
    private const int Most = 4_096;

    private readonly List<FlowStep> _steps = [];

    public void Add(in FlowStep step)
    {
        if (_steps.Count >= Most)
        {
            _steps.Clear();
            _steps.Add(step with { Book = null, Trade = null });
        }

        _steps.Add(step);
    }

    public void ReplayInto(FlowAnalyst flow)
    {
        foreach (var step in _steps)
        {
            if (step.Book is { } book)
            {
                flow.Take(book, step.At);
            }
            else if (step.Trade is { } trade)
            {
                flow.Take(trade, step.At);
            }
            else
            {
                flow.Lose();
            }
        }
    }
}
