using Etrms.Contracts.Journal;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Integration.Tests.Notifications;
using Etrms.Workers.Journal.Inputs;
using Etrms.Workers.Journal.Rehearsals;
using Microsoft.Extensions.Options;

namespace Etrms.Integration.Tests.Journal;

/// <summary>A breaker is shown the whole recording, file by file, and whoever asked follows it and may end it.</summary>
public sealed class RehearsalTests : IDisposable
{
    private static readonly AccountId Account = new(Guid.NewGuid());
    private static readonly InstrumentId Bitcoin = new(Exchange.Binance, "BTCUSDT");

    private readonly string _folder = Directory.CreateTempSubdirectory("etrms-rehearsal-").FullName;
    private readonly HandClock _clock = new(SomeNotifications.Noon);
    private readonly SessionFolder _sessions;
    private readonly RehearsalRoom _room;

    public RehearsalTests()
    {
        _sessions = new SessionFolder(Options.Create(new InputJournalOptions { Folder = _folder, LeaveFreeBytes = 0 }), _clock);
        _room = new RehearsalRoom(_sessions);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_file_since_the_day_asked_for_is_shown_and_a_fall_in_the_oldest_is_found()
    {
        await RecordAsync(files: 6);
        var shares = new List<decimal>();

        var (rehearsal, isCutShort) = await _room.RehearseAsync(Breaker(), DateTimeOffset.MinValue.AddDays(1), sight => GoOn(shares, sight), Token);

        Assert.False(isCutShort);
        Assert.Equal(1, Assert.Single(rehearsal.Trips).TripSeq);
        Assert.Equal(0, rehearsal.Breaks);
        Assert.Equal(SomeNotifications.Noon.AddSeconds(1), rehearsal.Span!.Value.From);
        Assert.InRange(shares[0], 0m, 0.99m);
    }

    [Fact]
    public async Task Whoever_asked_may_end_it()
    {
        await RecordAsync(files: 2);

        var (rehearsal, isCutShort) = await _room.RehearseAsync(Breaker(), DateTimeOffset.MinValue.AddDays(1), _ => Task.FromResult(false), Token);

        Assert.True(isCutShort);
        Assert.NotNull(rehearsal.Span);
    }

    public void Dispose()
    {
        _room.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task<bool> GoOn(List<decimal> shares, RehearsalSight sight)
    {
        shares.Add(sight.Share);
        return Task.FromResult(true);
    }

    private static CircuitBreaker Breaker() => new()
    {
        Id = Guid.NewGuid(),
        Name = "Candidate",
        Type = "MAX_DRAWDOWN",
        Threshold = 0.05m,
        Stages = [new Stage(1, [new BreakerAction(BreakerActionKind.ClosePositions)])],
        Qualify = new Qualification(TimeSpan.Zero, 1),
    };

    /// <summary>One session: the price falls by a tenth in the first file and stays.</summary>
    private async Task RecordAsync(int files)
    {
        var engine = new RiskEngine(RiskSettings.Default);
        var decisions = new List<RiskDecision>();
        var seq = 0L;
        await using var writer = new SessionWriter(_sessions, "20260115T120000Z-000001", _ => Task.CompletedTask);
        for (var file = 1; file <= files; file++)
        {
            await writer.BeginAsync(new JournalFrame.Header
            {
                Format = JournalFrame.Header.CurrentFormat,
                Engine = "1",
                Session = "20260115T120000Z-000001",
                Segment = file,
                StartedAt = _clock.GetUtcNow(),
                Settings = engine.Settings,
                State = engine.CaptureState(),
            });
            foreach (var input in InputsOf(file))
            {
                _clock.Pass(TimeSpan.FromSeconds(1));
                var now = _clock.GetUtcNow();
                var numbered = input with { Seq = ++seq, Times = new EventTimes(now, now, now) };
                engine.Step(numbered, decisions);
                writer.Add(new JournalFrame.Input(numbered));
            }

            await writer.FlushAsync();
        }

        await writer.CloseAsync();
    }

    private static IEnumerable<RiskEvent> InputsOf(int file)
    {
        var position = new Position { Instrument = Bitcoin, Side = PositionSide.Both, Quantity = 1, EntryPrice = 100 };
        if (file == 1)
        {
            yield return new RiskEvent.AccountAdded(Account, Exchange.Binance, "main", true) { Times = default };
            yield return new RiskEvent.MarkPriced(Bitcoin, 100, 0) { Times = default };
            yield return new RiskEvent.AccountSnapshotTaken(Account, new AccountSnapshot
            {
                Balance = new AccountBalance("USDT", 100, 0, 100, 0, 0, 100),
                Positions = [position],
                OpenOrders = [],
                At = SomeNotifications.Noon,
            })
            { Times = default };
            yield return new RiskEvent.MarkPriced(Bitcoin, 100, 0) { Times = default };
        }

        for (var price = 0; price < 10; price++)
        {
            yield return new RiskEvent.MarkPriced(Bitcoin, 90, 0) { Times = default };
        }
    }
}
