namespace Etrms.Domain.Market.History;

/// <summary>Reads the rows of one recorded file in order and refuses what no venue would send: see docs/user-guide/data.md for the format.</summary>
public sealed class RecordedRows
{
    private static readonly string[] CandleColumns = ["open_time_ms", "open", "high", "low", "close", "volume"];
    private static readonly string[] MarkColumns = CandleColumns[..^1];
    private static readonly string[] FundingColumns = ["time_ms", "funding_rate"];

    // Beyond this a rate is a percentage that was taken for a fraction; venues cap at 0.03.
    private const decimal LargestRate = 1;

    private readonly string[] _columns;
    private readonly int _numbers;
    private readonly Timeframe? _timeframe;
    private DateTimeOffset? _former;

    private RecordedRows(string[] columns, int numbers, Timeframe? timeframe)
    {
        _columns = columns;
        _numbers = numbers;
        _timeframe = timeframe;
    }

    /// <summary>Opens the rows below a header; null when the header is not the one of such a file, which <see cref="HeaderOf"/> gives.</summary>
    public static RecordedRows? Below(string header, SeriesKind kind, Timeframe? timeframe)
    {
        var columns = header.Split(',', StringSplitOptions.TrimEntries);
        var expected = ColumnsOf(kind);
        return columns.AsSpan().StartsWith(expected) ? new RecordedRows(columns, expected.Length - 1, timeframe) : null;
    }

    public static string HeaderOf(SeriesKind kind) => string.Join(',', ColumnsOf(kind));

    /// <summary>Reads a candle and returns what is wrong with it, for a person; null when nothing is.</summary>
    public string? Read(ReadOnlySpan<char> line, out Candle candle)
    {
        Span<decimal> numbers = stackalloc decimal[5];
        var fault = RecordedLine.Read(line, _columns, out var openAt, numbers[.._numbers]);
        candle = new Candle(openAt, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        return fault ?? Follow(openAt) ?? CandleCheck.FaultOf(candle);
    }

    /// <summary>Reads a funding rate and returns what is wrong with it, for a person; null when nothing is.</summary>
    public string? Read(ReadOnlySpan<char> line, out FundingRate rate)
    {
        Span<decimal> numbers = stackalloc decimal[1];
        var fault = RecordedLine.Read(line, _columns, out var at, numbers);
        rate = new FundingRate(at, numbers[0]);
        return fault ?? Follow(at) ?? (Math.Abs(rate.Rate) < LargestRate ? null : $"the funding_rate {rate.Rate} is no fraction");
    }

    /// <summary>Nobody trades at the mark price, so it has no volume.</summary>
    private static string[] ColumnsOf(SeriesKind kind) => kind switch
    {
        SeriesKind.Perpetual or SeriesKind.Spot => CandleColumns,
        SeriesKind.Mark => MarkColumns,
        SeriesKind.Funding => FundingColumns,
    };

    private string? Follow(DateTimeOffset at)
    {
        var former = _former;
        _former = at;
        if (_timeframe is { } timeframe && !timeframe.IsBoundary(at))
        {
            return $"a candle of {timeframe} cannot open at {at:yyyy-MM-dd HH:mm:ss}";
        }

        return former is null || at > former ? null
            : at == former ? $"repeats the time {at:yyyy-MM-dd HH:mm:ss} of the row before"
            : $"lies before the row above it, at {at:yyyy-MM-dd HH:mm:ss}";
    }
}
