using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using static Etrms.Domain.Tests.Market.History.SomeCandles;

namespace Etrms.Domain.Tests.Market.History;

public sealed class RecordedRowsTests
{
    private const string Header = "open_time_ms,open,high,low,close,volume";

    [Fact]
    public void A_row_is_read_with_every_digit_and_further_columns_are_left()
    {
        var rows = RecordedRows.Below($"{Header},quote_volume,trades", SeriesKind.Spot, Hour)!;

        Assert.Null(rows.Read("1704067200000,42000.10,42100,41900.5,42050.25,12.0000000001,1,2", out Candle candle));
        Assert.Equal(new Candle(Start, 42000.10m, 42100, 41900.5m, 42050.25m, 12.0000000001m), candle);
    }

    [Fact]
    public void A_mark_price_has_no_volume()
    {
        var rows = RecordedRows.Below("open_time_ms,open,high,low,close", SeriesKind.Mark, Hour)!;

        Assert.Null(rows.Read("1704067200000,100,101,99,100.5", out Candle candle));
        Assert.Equal(new Candle(Start, 100, 101, 99, 100.5m, 0), candle);
    }

    [Theory]
    [InlineData("time,open,high,low,close,volume")]
    [InlineData("open_time_ms,open,high,low,close")]
    [InlineData("time_ms,funding_rate")]
    [InlineData("")]
    public void Another_header_is_not_taken(string header) => Assert.Null(RecordedRows.Below(header, SeriesKind.Perpetual, Hour));

    [Theory]
    [InlineData("1704067200000,100,101,99,100", "has 5 columns, the header 6")]
    [InlineData("1704067200000,100,101,99,100,1,2", "has 7 columns, the header 6")]
    [InlineData("2024-01-01,100,101,99,100,1", "\"2024-01-01\" is no open_time_ms")]
    [InlineData("-1,100,101,99,100,1", "\"-1\" is no open_time_ms")]
    [InlineData("99999999999999999,100,101,99,100,1", "\"99999999999999999\" is no open_time_ms")]
    [InlineData("1704067200000,NaN,101,99,100,1", "the open \"NaN\" is not a number")]
    [InlineData("1704067200000,100,Infinity,99,100,1", "the high \"Infinity\" is not a number")]
    [InlineData("1704067200000,100,101,,100,1", "the low \"\" is not a number")]
    [InlineData("1704067200000,100,101,99,1e30,1", "the close \"1e30\" is not a number")]
    [InlineData("1704067200000,100,101,99,100,1e20", "the volume 100000000000000000000 is too large")]
    [InlineData("1704067200000,100,101,99,100,0.00000000001", "the volume 0.00000000001 has more than 10 decimals")]
    [InlineData("1704067200000,100,99,98,99,1", "the high 99 lies below the open 100 or the close 99")]
    [InlineData("1704067200000,100,101,-99,100,1", "the low -99 is not above zero")]
    [InlineData("1704067200000,100,101,99,100,-1", "the volume -1 is negative")]
    [InlineData("1704067260000,100,101,99,100,1", "a candle of 1h cannot open at 2024-01-01 00:01:00")]
    public void A_wrong_row_is_told_in_words(string line, string fault) => Assert.Equal(fault, RecordedRows.Below(Header, SeriesKind.Perpetual, Hour)!.Read(line, out Candle _));

    [Theory]
    [InlineData("1704070800000", "repeats the time 2024-01-01 01:00:00 of the row before")]
    [InlineData("1704067200000", "lies before the row above it, at 2024-01-01 00:00:00")]
    [InlineData("1704078000000", null)]
    public void Rows_must_rise(string time, string? fault)
    {
        var rows = RecordedRows.Below(Header, SeriesKind.Perpetual, Hour)!;
        rows.Read("1704070800000,100,101,99,100,1", out Candle _);

        Assert.Equal(fault, rows.Read($"{time},100,101,99,100,1", out Candle _));
    }

    [Theory]
    [InlineData("1704067200003,-0.00012345", null)]
    [InlineData("1704067200003,0.01,1", "has 3 columns, the header 2")]
    [InlineData("1704067200003,1.5", "the funding_rate 1.5 is no fraction")]
    public void Funding_is_read_likewise(string line, string? fault) =>
        Assert.Equal(fault, RecordedRows.Below("time_ms,funding_rate", SeriesKind.Funding, null)!.Read(line, out FundingRate _));
}
