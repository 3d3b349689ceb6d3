using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>What a contract starts from and how it moves with the whole market.</summary>
/// <param name="Beta">Share of the common factor's return.</param>
/// <param name="OwnVolatility">Daily volatility of what the factor does not explain.</param>
/// <param name="MinuteTurnover">Quote units that trade in a usual minute.</param>
internal readonly record struct ContractCharacter(double Price, double Beta, double OwnVolatility, double MinuteTurnover);

/// <summary>
/// Made-up minute bars: a common factor and an own part per contract, each GARCH(1,1) with Student-t shocks and rare jumps; turnover
/// follows the size of the move and the hour of the day. The same seed gives the same market.
/// </summary>
internal sealed class MarketModel
{
    private const int MinutesPerDay = 1_440;
    private const int HoursPerDay = 24;
    private const double FactorVolatility = 0.022;
    private const double JumpsPerDay = 0.4;
    private const double JumpSize = 0.008;
    private const double FactorInVolume = 0.7;

    /// <summary>Hours of past before the first minute: enough for the tail risk of a book.</summary>
    private const int PastHours = 1_100;

    /// <summary>Stream of random numbers of the hours before the first minute.</summary>
    private const int PastStream = 2;

    private static readonly ImmutableDictionary<string, ContractCharacter> Characters =
        new Dictionary<string, ContractCharacter>(StringComparer.Ordinal)
        {
            ["BTCUSDT"] = new(100_000, 1.0, 0.006, 8_000_000),
            ["ETHUSDT"] = new(3_500, 1.2, 0.014, 7_000_000),
            ["SOLUSDT"] = new(180, 1.4, 0.022, 2_500_000),
            ["BNBUSDT"] = new(650, 0.8, 0.012, 500_000),
            ["XRPUSDT"] = new(2.2, 1.1, 0.022, 1_500_000),
            ["ADAUSDT"] = new(0.75, 1.3, 0.024, 400_000),
            ["LINKUSDT"] = new(18, 1.3, 0.022, 350_000),
            ["DOGEUSDT"] = new(0.22, 1.4, 0.026, 900_000),
            ["AVAXUSDT"] = new(30, 1.4, 0.024, 300_000),
            ["LTCUSDT"] = new(95, 1.1, 0.02, 250_000),
            ["BCHUSDT"] = new(450, 1.1, 0.022, 150_000),
            ["ARBUSDT"] = new(0.45, 1.4, 0.026, 250_000),
            ["OPUSDT"] = new(0.8, 1.5, 0.027, 150_000),
            ["SUIUSDT"] = new(3.2, 1.4, 0.027, 700_000),
        }.ToImmutableDictionary(StringComparer.Ordinal);

    private readonly ImmutableArray<Track> _tracks;
    private readonly int _seed;
    private readonly DateTimeOffset _firstAt;
    private VolatilityProcess _factor;
    private int _minutes;

    public MarketModel(IEnumerable<Instrument> instruments, DateTimeOffset firstAt, int seed)
    {
        _firstAt = KlineInterval.OneMinute.OpenOf(firstAt);
        _seed = seed;
        _factor = new VolatilityProcess(Noise.For(seed, "factor", 0), FactorVolatility, MinutesPerDay);
        _tracks = [.. instruments.Select(instrument => new Track(instrument, CharacterOf(instrument), seed))];
    }

    public IBarSeries BarsOf(Instrument instrument) =>
        new ModelBars(this, _tracks.Single(track => track.Instrument.Id == instrument.Id));

    /// <summary>
    /// Whole hours before the first minute: a course of the same kind, factor and own part alike, that ends at the price with which the minutes
    /// begin.
    /// </summary>
    public IBarSeries HoursOf(Instrument instrument)
    {
        var character = CharacterOf(instrument);
        var factor = new VolatilityProcess(Noise.For(_seed, "factor", PastStream), FactorVolatility, HoursPerDay);
        var own = new VolatilityProcess(Noise.For(_seed, instrument.Id.Symbol, PastStream), character.OwnVolatility, HoursPerDay);
        var returns = new double[PastHours];
        for (var i = 0; i < PastHours; i++)
        {
            returns[i] = (character.Beta * factor.Next().Return) + own.Next().Return;
        }

        var bars = new Candle[PastHours];
        var (price, end) = (character.Price, KlineInterval.OneHour.OpenOf(_firstAt));
        for (var i = PastHours - 1; i >= 0; i--)
        {
            var open = price / Math.Exp(returns[i]);
            var reach = character.OwnVolatility / Math.Sqrt(HoursPerDay) / 2;
            bars[i] = new Candle(
                end.AddHours(i - PastHours), OnTick(instrument, open), OnTick(instrument, Math.Max(open, price) * (1 + reach)),
                OnTick(instrument, Math.Min(open, price) * (1 - reach)), OnTick(instrument, price),
                Lots(instrument, character.MinuteTurnover * 60 / open));
            price = open;
        }

        return new RecordedBars(KlineInterval.OneHour.Length, bars);
    }

    /// <summary>An asset without a character of its own trades like a middling coin.</summary>
    private static ContractCharacter CharacterOf(Instrument instrument) =>
        Characters.GetValueOrDefault(instrument.Id.Symbol, new ContractCharacter(10, 1.2, 0.025, 200_000));

    private void GrowTo(int minutes)
    {
        for (; _minutes < minutes; _minutes++)
        {
            var at = _firstAt.AddMinutes(_minutes);
            var common = _factor.Next();
            foreach (var track in _tracks)
            {
                track.Add(at, common);
            }
        }
    }

    private static decimal OnTick(Instrument instrument, double price) =>
        Math.Max(instrument.TickSize, instrument.RoundPriceDown((decimal)price + (instrument.TickSize / 2)));

    private static decimal Lots(Instrument instrument, double quantity) =>
        Math.Max(instrument.StepSize * 4, instrument.RoundQuantity((decimal)quantity));

    /// <summary>Returns of one bar; variance reverts to its mean (GARCH), jumps come on top.</summary>
    private struct VolatilityProcess(Noise noise, double dailyVolatility, int barsPerDay)
    {
        private const double Reaction = 0.07;
        private const double Memory = 0.92;
        private readonly double _mean = dailyVolatility * dailyVolatility / barsPerDay;
        private Noise _noise = noise;
        private double _variance = dailyVolatility * dailyVolatility / barsPerDay;

        /// <summary>The next bar's return and how large the move is against a usual one.</summary>
        public (double Return, double Size) Next()
        {
            var shock = Math.Sqrt(_variance) * _noise.FatTailed(5);
            _variance = ((1 - Reaction - Memory) * _mean) + (Reaction * shock * shock) + (Memory * _variance);
            var jump = _noise.Uniform() < JumpsPerDay / barsPerDay ? JumpSize * _noise.Normal() : 0;
            return (shock + jump, Math.Abs(shock + jump) / Math.Sqrt(_mean));
        }
    }

    private sealed class Track(Instrument instrument, ContractCharacter character, int seed)
    {
        private const int MovesPerBar = 6;
        private readonly List<Candle> _bars = [];
        private VolatilityProcess _own = new(Noise.For(seed, instrument.Id.Symbol, 0), character.OwnVolatility, MinutesPerDay);
        private Noise _noise = Noise.For(seed, instrument.Id.Symbol, 1);
        private double _price = character.Price;

        public Instrument Instrument => instrument;

        public List<Candle> Bars => _bars;

        public void Add(DateTimeOffset at, (double Return, double Size) common)
        {
            var own = _own.Next();
            var total = (character.Beta * common.Return) + own.Return;
            var spread = Math.Abs(total) + (character.OwnVolatility / Math.Sqrt(MinutesPerDay) / 2);
            var open = _price;
            var (high, low, close) = (open, open, open * Math.Exp(total));
            for (var move = 1; move <= MovesPerBar; move++)
            {
                var straight = open * Math.Exp(total * move / MovesPerBar);
                var price = move == MovesPerBar ? close : straight * Math.Exp(spread * 0.4 * _noise.Normal());
                (high, low) = (Math.Max(high, price), Math.Min(low, price));
            }

            _price = close;
            var size = (FactorInVolume * common.Size) + ((1 - FactorInVolume) * own.Size);
            var daily = 1 + (0.35 * Math.Sin(2 * Math.PI * (at.TimeOfDay.TotalHours - 9) / 24));
            var turnover = character.MinuteTurnover * daily * (0.4 + (0.8 * size)) * Math.Exp(0.4 * _noise.Normal());
            _bars.Add(new Candle(
                at, OnTick(instrument, open), OnTick(instrument, high), OnTick(instrument, low), OnTick(instrument, close), Lots(instrument, turnover / open)));
        }
    }

    private sealed class ModelBars(MarketModel model, Track track) : IBarSeries
    {
        public TimeSpan Interval => KlineInterval.OneMinute.Length;

        public DateTimeOffset FirstAt => model._firstAt;

        public Candle? OpenOrNext(DateTimeOffset at) => at < FirstAt ? BarAt(0) : BarAt((int)((at - FirstAt) / Interval));

        public IEnumerable<Candle> Between(DateTimeOffset from, DateTimeOffset to)
        {
            var first = from <= FirstAt ? 0 : (int)Math.Ceiling((from - FirstAt) / Interval);
            for (var i = first; FirstAt + (i * Interval) < to; i++)
            {
                yield return BarAt(i);
            }
        }

        private Candle BarAt(int index)
        {
            model.GrowTo(index + 1);
            return track.Bars[index];
        }
    }
}
