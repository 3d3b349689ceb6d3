using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>Sees every step of a stream as the engine takes it.</summary>
internal interface IStreamWatch
{
    void After(StreamWorld world, RiskEvent input, IReadOnlyList<RiskDecision> decided);
}

/// <summary>
/// Two venues, up to three accounts, a trader and an executor, all drawn from one stream. What happens is told to an engine as venues tell it:
/// by messages that may be lost, and by readings. Its three clocks differ, so that none can stand in for another.
/// </summary>
internal sealed class StreamWorld
{
    private static readonly TimeSpan MarketLag = TimeSpan.FromDays(-90);
    private static readonly TimeSpan VenueAhead = TimeSpan.FromSeconds(3);

    private static readonly JsonSerializerOptions Plain = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    private readonly List<RiskDecision> _decided = [];
    private readonly List<IStreamWatch> _watches;
    private RiskEngineState? _state;
    private DateTimeOffset _now = new(2025, 9, 11, 11, 59, 0, TimeSpan.Zero);

    public StreamWorld(RandomStream stream, StreamOptions options, params ReadOnlySpan<IStreamWatch> watches)
    {
        _watches = [.. watches];
        Options = options;
        var dice = new Dice(stream.Seed);
        Breakers = options.Breakers ?? RandomBreakers.Draw(dice);
        Accounts = [.. new StreamAccount[]
        {
            new(0, Exchange.Binance, isHedged: false), new(1, Exchange.Binance, isHedged: true), new(2, Exchange.Hyperliquid, isHedged: false),
        }.Take(dice.Below(3) + 1)];
        Marks = StreamAccount.Contracts.ToDictionary(contract => contract.Id, contract => contract.BaseAsset switch { "BTC" => 100_000m, "ETH" => 2_500m, _ => 150m });
        Open(dice);
    }

    public StreamOptions Options { get; set; }

    public RiskEngine Engine { get; } = new(RiskSettings.Default);

    public ImmutableArray<CircuitBreaker> Breakers { get; set; }

    public ImmutableArray<StreamAccount> Accounts { get; }

    /// <summary>Prices as they are; the engine may have been told another.</summary>
    public Dictionary<InstrumentId, decimal> Marks { get; }

    public List<RiskEvent> Inputs { get; } = [];

    public List<BreakerEvent> Events { get; } = [];

    /// <summary>What the engine wants carried out and nobody has yet.</summary>
    public List<RiskDecision> ToDo { get; } = [];

    public EventTimes Times => new(_now + MarketLag, _now + VenueAhead, _now);

    public DateTimeOffset Market => _now + MarketLag;

    public int Ids { get; set; }

    /// <summary>What the engine would store now.</summary>
    public RiskEngineState State => _state ??= Engine.CaptureState();

    public static StreamWorld Play(RandomStream stream) => Play(stream, new StreamOptions());

    public static StreamWorld Play(RandomStream stream, StreamOptions options, params ReadOnlySpan<IStreamWatch> watches)
    {
        var world = new StreamWorld(stream, options, watches);
        foreach (var act in stream.Acts)
        {
            StreamActs.Happen(world, new Dice(act));
        }

        return world;
    }

    public void Watch(IStreamWatch watch) => _watches.Add(watch);

    public void Pass(TimeSpan time) => _now += time;

    public void Pass(decimal seconds) => _now += TimeSpan.FromSeconds((double)seconds);

    /// <summary>Tells the engine; no two facts share an instant, since nobody could say which came last.</summary>
    public void Tell(Func<EventTimes, RiskEvent> fact)
    {
        Pass(0.01m);
        Tell(fact(Times));
    }

    public void Tell(RiskEvent input)
    {
        Inputs.Add(input);
        _decided.Clear();
        _state = null;
        Engine.Step(input, _decided);
        foreach (var decision in _decided)
        {
            if (decision is RiskDecision.Record record)
            {
                Events.Add(record.Event);
            }
            else if (decision is RiskDecision.ReduceTo or RiskDecision.CancelOrders or RiskDecision.SetProtection)
            {
                ToDo.Add(decision);
            }
        }

        foreach (var watch in _watches)
        {
            watch.After(this, input, _decided);
        }
    }

    public void Mark(InstrumentId instrument, decimal price, decimal? index = null) => Tell(times => new RiskEvent.MarkPriced(instrument, price, index ?? price)
    {
        Times = times,
        FundingRate = 0.0005m,
        NextFundingAt = new DateTimeOffset(times.MarketAt.Date.AddDays(1), TimeSpan.Zero),
    });

    public void Tick() => Tell(times => new RiskEvent.ClockTicked { Times = times });

    public void Read(StreamAccount account, bool isEmpty = false) =>
        Tell(times => new RiskEvent.AccountSnapshotTaken(account.Id, account.Reading(Marks, times.MarketAt, isEmpty)) { Times = times });

    /// <summary>Everything speaks: every price, every stream that lives, every account.</summary>
    public void Beat()
    {
        foreach (var (instrument, price) in Marks)
        {
            Mark(instrument, price);
        }

        foreach (var account in Accounts)
        {
            Read(account);
        }

        Tick();
    }

    /// <summary>The breakers, the inputs and the events, a line each.</summary>
    public IEnumerable<string> Told() =>
    [
        .. Breakers.Select(breaker => $"breaker {JsonSerializer.Serialize(breaker, Plain)}"),
        .. Inputs.Select((input, i) => string.Create(CultureInfo.InvariantCulture, $"{i,4} {input.GetType().Name} {JsonSerializer.Serialize(input, input.GetType(), Plain)}")),
        .. Events.Select(e => $"event {e.Seq} {e.Kind} {e.BreakerId.ToString()[..8]} {e.Type} trip {e.TripSeq} at {e.ReceivedAt:O}: {e.Explanation} {e.Consequence}"),
    ];

    private void Open(Dice dice)
    {
        var isMargined = dice.Chance(20);
        Tell(times => new RiskEvent.InstrumentsLoaded([.. StreamAccount.Contracts.Select(contract => isMargined ? contract : contract with { Brackets = [] })]) { Times = times });
        foreach (var account in Accounts)
        {
            Tell(times => account.Added(times, Options.IsPaper));
            Tell(times => new RiskEvent.FeedChanged(account.Id, account.Exchange, FeedKind.UserStream, IsAlive: true) { Times = times });
        }

        // Few streams know the past: what is measured from it costs more than all the rest.
        if (dice.Below(1_000) == 0)
        {
            LoadHours();
        }

        Beat();
        for (var trades = dice.Below(4); trades > 0; trades--)
        {
            StreamTrades.Trade(this, dice);
        }

        Tell(times => new RiskEvent.BreakersChanged(Breakers) { Times = times });
        Beat();
    }

    private void LoadHours()
    {
        foreach (var (instrument, price) in Marks)
        {
            Tell(times => new RiskEvent.HistoryLoaded(instrument, Some.Hours(times.MarketAt, Some.Wander(300, price, instrument.Symbol.Length))) { Times = times });
        }
    }
}

/// <summary>What is left out of a stream, or put in beside it.</summary>
internal sealed record StreamOptions
{
    public bool IsPaper { get; init; } = true;

    /// <summary>False where nobody ever opens anything.</summary>
    public bool Trades { get; init; } = true;

    /// <summary>Instead of those that the stream draws.</summary>
    public ImmutableArray<CircuitBreaker>? Breakers { get; init; }
}
