using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Etrms.Domain.Market.History;

/// <summary>Makes the certificate of a series whose rows pass once, so that a series of any length fits.</summary>
public sealed class CertificateBuilder : IDisposable
{
    /// <summary>
    /// A move of this many robust standard deviations (median absolute return over 0.6745) is an outlier. Crypto's fat tails pass ten now and
    /// then; beyond twenty-five lie crashes and bad prints, which are worth a look either way.
    /// </summary>
    public const double OutlierSigmas = 25;

    private const double MedianOverSigma = 0.6745;
    private const int WorstMoves = 5;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly RowSequence _sequence;
    private readonly Run _stale = new();
    private readonly Run _still = new();
    private readonly List<double> _moves = [];
    private readonly PriorityQueue<PriceMove, decimal> _worst = new();
    private readonly bool _hasPrices;
    private readonly bool _hasVolume;
    private Candle? _former;
    private long _invalid;

    private CertificateBuilder(RowSequence sequence, bool hasPrices, bool hasVolume)
    {
        _sequence = sequence;
        _hasPrices = hasPrices;
        _hasVolume = hasVolume;
    }

    /// <param name="timeframe">Length of the candles.</param>
    /// <param name="hasVolume">False for mark prices: nothing is missing when nobody trades at them.</param>
    public static CertificateBuilder ForCandles(Timeframe timeframe, bool hasVolume = true) =>
        new(new RowSequence(timeframe, timeframe.Length), hasPrices: true, hasVolume);

    /// <param name="longestStep">The longest time between two settlements of the venue.</param>
    public static CertificateBuilder ForFunding(TimeSpan longestStep) => new(new RowSequence(null, longestStep), hasPrices: false, hasVolume: false);

    public void Add(in Candle candle)
    {
        Hash($"{candle.OpenAt.ToUnixTimeMilliseconds()},{Trim(candle.Open)},{Trim(candle.High)},{Trim(candle.Low)},{Trim(candle.Close)},{Trim(candle.Volume)}\n");
        var isNext = _sequence.Add(candle.OpenAt);
        _invalid += CandleCheck.FaultOf(candle) is null ? 0 : 1;
        _still.Add(_hasVolume && candle.Volume == 0);
        _stale.Add(isNext && _former is { } former && candle == former with { OpenAt = candle.OpenAt });
        if (isNext && _former is { Close: > 0 } before && candle.Close > 0)
        {
            AddMove(candle.OpenAt, candle.Close / before.Close - 1);
        }

        _former = candle;
    }

    public void Add(in FundingRate rate)
    {
        Hash($"{rate.At.ToUnixTimeMilliseconds()},{Trim(rate.Rate)}\n");
        _sequence.Add(rate.At);
    }

    public SeriesCertificate Finish() => new(
        _sequence.Rows, _sequence.First, _sequence.Last, Convert.ToHexStringLower(_hash.GetCurrentHash()),
        _sequence.Duplicates, _sequence.OutOfOrder, _sequence.Misaligned,
        _sequence.Gaps, _sequence.MissingRows, _sequence.LargestGaps, _hasPrices ? Prices() : null);

    public void Dispose() => _hash.Dispose();

    private static string Trim(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    private void Hash(string row) => _hash.AppendData(Encoding.UTF8.GetBytes(row));

    private void AddMove(DateTimeOffset at, decimal change)
    {
        _moves.Add((double)Math.Abs(change));
        _worst.Enqueue(new PriceMove(at, decimal.Round(change, 6)), Math.Abs(change));
        if (_worst.Count > WorstMoves)
        {
            _worst.Dequeue();
        }
    }

    private PriceFindings Prices() => new(_invalid, _stale.Findings, _still.Findings, Outliers(), Worst());

    private ImmutableArray<PriceMove> Worst() =>
        [.. _worst.UnorderedItems.Select(item => item.Element).OrderByDescending(move => Math.Abs(move.Change)).ThenBy(move => move.At)];

    /// <summary>None can be told where half of the closes did not move.</summary>
    private long Outliers()
    {
        if (_moves.Count == 0)
        {
            return 0;
        }

        // In place: a copy of years of minutes would be as large as the candles.
        _moves.Sort();
        var sigma = _moves[_moves.Count / 2] / MedianOverSigma;
        return sigma > 0 ? _moves.Count(move => move > OutlierSigmas * sigma) : 0;
    }

    /// <summary>Counts rows, and how often and how long they follow each other.</summary>
    private sealed class Run
    {
        private long _rows;
        private long _runs;
        private long _current;
        private long _longest;

        public RunFindings Findings => new(_rows, _runs, _longest);

        public void Add(bool belongs)
        {
            _runs += belongs && _current == 0 ? 1 : 0;
            _rows += belongs ? 1 : 0;
            _current = belongs ? _current + 1 : 0;
            _longest = Math.Max(_longest, _current);
        }
    }
}
