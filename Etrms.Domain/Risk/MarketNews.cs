using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Risk;

/// <summary>Takes in what the market analysis says, and tells of what changed where something is held.</summary>
internal static class MarketNews
{
    public static void Fold(RiskEvent.MarketAssessed assessed, BoardContext context, BreakerBoard board)
    {
        var contract = context.Books.Contract(assessed.Instrument);
        var before = contract.Market?.Held;
        contract.Assess(assessed.Assessment, assessed.Times.ReceivedAt);
        board.OnMarket(contract);
        if (before is not null && contract.Positions.Count > 0)
        {
            Tell(contract, before, context);
        }
    }

    private static void Tell(ContractBook contract, MarketAssessment before, BoardContext context)
    {
        var now = contract.Market!.Held;
        Tell(contract, "Market", $"{before.State}", $"{now.State}", context);
        Tell(contract, "Volatility", $"{before.Volatility}", $"{now.Volatility}", context);
        Tell(contract, "Liquidity", $"{before.Liquidity}", $"{now.Liquidity}", context);
        Tell(contract, "Correlation", $"{before.Correlation}", $"{now.Correlation}", context);
        if (now.Finding is { } finding && finding != before.Finding)
        {
            context.Alert(
                $"market/{contract.Id}/{finding.Kind}/{EngineClock.At(context.Now):O}", AlertSeverity.Info, FindingWords.Title(contract.Id.Symbol, finding),
                $"{FindingWords.Text(contract.Id.Symbol, finding)} {Consequence(contract, context.Books.Settings)}");
        }
    }

    /// <summary>What becomes known for the first time is no change.</summary>
    private static void Tell(ContractBook contract, string part, string before, string now, BoardContext context)
    {
        if (before.Length > 0 && before != now)
        {
            var (was, isNow) = (before.ToLowerInvariant(), now.ToLowerInvariant());
            context.Alert(
                $"market/{contract.Id}/{part}/{EngineClock.At(context.Now):O}", AlertSeverity.Info, $"{contract.Id.Symbol}: {part.ToLowerInvariant()} is {isNow} now",
                $"{part} of {contract.Id.Symbol} turned from {was} to {isNow}. {Consequence(contract, context.Books.Settings)}");
        }
    }

    private static string Consequence(ContractBook contract, RiskSettings settings)
    {
        var advice = contract.AdviceWithin(settings);
        return advice.Reason is null
            ? "Your limits stay as they are."
            : $"New risk passes at {Words.Percent(advice.Size)} of its size{Stops(advice)}, and {Words.Percent(advice.Drawdown)} of the configured drawdown is tolerated: {advice.Reason}.";
    }

    private static string Stops(MarketAdvice advice) => advice.Stop > 1 ? $" with a stop {Words.Plain(advice.Stop)} times as far" : "";
}
