using System.Text.Json;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>Tells a stream again with facts that come twice and late, in any order, and with plans that are asked for again.</summary>
internal static class Duplicates
{
    /// <summary>A price that comes later than this is one of another clock.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(55);

    /// <summary>Chain and books are those of the stream that was told once and in order.</summary>
    public static void Check(StreamWorld world, ulong seed)
    {
        var dice = new Dice(seed ^ 0xD0);
        var engine = new RiskEngine(RiskSettings.Default);
        var decided = new List<RiskDecision>();
        var told = world.Inputs;
        var strays = new List<string>();
        var now = DateTimeOffset.MinValue;
        for (var i = 0; i < told.Count; i++)
        {
            engine.Step(told[i], decided);
            for (var copies = dice.Chance(30) ? dice.Below(4) : 0; copies > 0; copies--)
            {
                if (Stray(told, i, dice) is { } stray)
                {
                    var between = Between(told, i, dice);
                    now = between > now ? between : now;
                    var copy = stray with { Times = stray.Times with { ReceivedAt = now } };
                    strays.Add($"after {i}: {copy}");
                    engine.Step(copy, decided);
                }
            }

            if (dice.Chance(5))
            {
                engine.ResumePlans(decided);
            }
        }

        try
        {
            Assert.Equal(world.Events.Select(Line), decided.OfType<RiskDecision.Record>().Select(record => Line(record.Event)));
            if (seed % 8 == 0)
            {
                Assert.Equal(Essence(world.Engine), Essence(engine));
            }
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"strays: {string.Join('\n', strays)}", exception);
        }
    }

    private static string Line(BreakerEvent e) => $"{e.Hash} {e.Kind} {e.Type} {e.TripSeq} {e.ReceivedAt:O} {e.Explanation} {e.Consequence}";

    /// <summary>Everything but the clock, which also strays have moved.</summary>
    private static string Essence(RiskEngine engine)
    {
        var state = engine.CaptureState();
        return JsonSerializer.Serialize(state with
        {
            Books = state.Books with { Clock = new ClockState(default, state.Books.Clock.Market, default, default, true), RejectedInputs = 0 },
        });
    }

    private static DateTimeOffset Between(List<RiskEvent> told, int at, Dice dice)
    {
        var now = told[at].Times.ReceivedAt;
        return at + 1 < told.Count && dice.Chance(50) ? now + ((told[at + 1].Times.ReceivedAt - now) / 2) : now;
    }

    /// <summary>A fact of before, told again; or one that nobody told and that a newer one has overtaken. Null where the draw finds none.</summary>
    private static RiskEvent? Stray(List<RiskEvent> told, int at, Dice dice)
    {
        var place = Math.Max(at - dice.Below(dice.Chance(80) ? 12 : 60), 0);
        var isLate = told[at].Times.VenueAt - told[place].Times.VenueAt > Late;
        return told[place] switch
        {
            RiskEvent.MarkPriced or RiskEvent.CollateralPriced when isLate => null,
            RiskEvent.MarkPriced marked when dice.Chance(30) => IsOvertaken(told, (place, at), next => (next as RiskEvent.MarkPriced)?.Instrument == marked.Instrument)
                ? marked with { Mark = marked.Mark * 1.2m, Times = Later(marked.Times) } : null,
            RiskEvent.PositionChanged changed when dice.Chance(30) => IsOvertaken(told, (place, at), next => next is RiskEvent.PositionChanged newer
                && (newer.Account, newer.Position.Instrument, newer.Position.Side) == (changed.Account, changed.Position.Instrument, changed.Position.Side))
                ? changed with
                {
                    Position = changed.Position with { Quantity = changed.Position.Quantity + 1, UpdatedAt = changed.Position.UpdatedAt.AddMilliseconds(1) },
                    Times = Later(changed.Times),
                }
                : null,
            RiskEvent.BalanceChanged balance when dice.Chance(30) => IsOvertaken(told, (place, at), next => (next as RiskEvent.BalanceChanged)?.Account == balance.Account)
                ? balance with { WalletBalance = balance.WalletBalance + 100, Times = Later(balance.Times) } : null,
            RiskEvent.MarkPriced or RiskEvent.CollateralPriced or RiskEvent.PositionChanged or RiskEvent.BalanceChanged or RiskEvent.Filled
                or RiskEvent.LedgerBooked or RiskEvent.OrderChanged or RiskEvent.Commanded => told[place],
            RiskEvent.ActionReported { Report.Outcome: ActionOutcome.TargetMet or ActionOutcome.Dust } => told[place],
            RiskEvent.AccountSnapshotTaken taken when !isLate => IsOvertaken(told, (place, at), next => (next as RiskEvent.AccountSnapshotTaken)?.Account == taken.Account)
                ? taken : null,
            _ => null,
        };
    }

    private static bool IsOvertaken(List<RiskEvent> told, (int Place, int At) range, Predicate<RiskEvent> isNewer) =>
        told.FindIndex(range.Place + 1, range.At - range.Place, isNewer) >= 0;

    private static EventTimes Later(EventTimes times) =>
        times with { MarketAt = times.MarketAt.AddMilliseconds(1), VenueAt = times.VenueAt.AddMilliseconds(1) };
}
