using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Risk;

/// <summary>
/// Positions whose prices have been silent for so long that nobody watches them get a stop at the exchange where they have none (RISK 4.7), as long as
/// prices and account can still be asked for.
/// </summary>
internal sealed class BlindStops(RiskBooks books)
{
    /// <summary>A stop that cannot be seen by then is asked for again; one that stands is left as it is.</summary>
    private static readonly long Again = TimeSpan.FromSeconds(60).Ticks;

    private readonly Dictionary<PositionKey, long> _askedAt = [];

    public void Check(AccountBook account, bool isBlind, BoardContext context)
    {
        if (!isBlind || books.Settings.BlindStopDistance == 0)
        {
            return;
        }

        foreach (var position in account.Positions)
        {
            if (IsNaked(position) && context.Now - _askedAt.GetValueOrDefault(position.Key) >= Again)
            {
                _askedAt[position.Key] = context.Now;
                Place(position, context);
            }
        }
    }

    /// <summary>Both are known by what was asked for: orders by a reading, the price though its stream is silent.</summary>
    private bool IsNaked(PositionBook position)
    {
        var contract = position.Contract;
        var isSilent = books.Clock.Now - contract.StreamedAt > books.Settings.CriticalAfter.Ticks;
        var isPriced = contract is { Mark: > 0, IsDoubtful: false } && books.Clock.Now - contract.MarkAt <= books.Settings.MarkStaleAfter.Ticks;
        return isSilent && isPriced && position.Account.HoldingsReason(books.Clock.Now, books.Settings) is null && !StopCover.IsCovered(position);
    }

    private void Place(PositionBook position, BoardContext context)
    {
        var contract = position.Contract;
        var level = contract.Mark * (1 - (Math.Sign(position.Quantity) * books.Settings.BlindStopDistance));
        var plan = PlanIds.Part(PlanIds.OfCommand(context.Owner, Guid.Empty), $"blind/{position.Key.Name}/{context.Now}");
        context.Alert(
            $"blind_stop/{position.Key.Name}/{EngineClock.At(context.Now):O}", AlertSeverity.Critical, $"{contract.Id.Symbol} gets a stop",
            $"{position.Account.Name} holds it without a stop that covers it, and its price stream is dead. A stop at {Words.Plain(level)} is placed at {contract.Id.Exchange}, "
            + $"{Words.Percent(books.Settings.BlindStopDistance)} from the last price that could be asked for. Move or cancel it as you like.");
        context.Decisions.Add(new RiskDecision.SetProtection(plan, position.Account.Id, contract.Id, position.Side, level, null) { TightenOnly = true });
    }
}
