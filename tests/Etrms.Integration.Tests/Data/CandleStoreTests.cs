using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Postgres;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Data;

public sealed class CandleStoreTests(Servers servers)
{
    private static readonly TimeRange Month = new(SomeSeries.Start, SomeSeries.Start.AddDays(31));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Candles_come_back_in_order_with_every_digit()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<CandleStore>();
        Candle[] candles = [SomeSeries.Candles(1)[0] with { Close = 100.1234567891m, Volume = 123_456_789_012.0000000001m }, .. SomeSeries.Candles(30, from: 1)];

        var write = await store.WriteAsync(SomeSeries.Hours, candles.AsEnumerable().Reverse().ToAsyncEnumerable(), Cancellation);

        Assert.Equal((31, 0), (write.Inserted, write.Changed));
        Assert.Equal(candles, await store.ReadCandlesAsync(write.SeriesId, Month, Cancellation));
        Assert.Equal(candles[3..5], await store.ReadCandlesAsync(write.SeriesId, new TimeRange(candles[3].OpenAt, candles[5].OpenAt), Cancellation));
    }

    [Fact]
    public async Task The_same_rows_again_change_nothing_and_others_replace_them()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<CandleStore>();
        var candles = SomeSeries.Candles(10);
        await store.WriteAsync(SomeSeries.Hours, candles.ToAsyncEnumerable(), Cancellation);
        var before = await store.FindAsync(SomeSeries.Hours, Cancellation);

        var again = await store.WriteAsync(SomeSeries.Hours, candles.ToAsyncEnumerable(), Cancellation);
        var unchanged = await store.FindAsync(SomeSeries.Hours, Cancellation);
        Candle[] corrected = [candles[9] with { Close = 109.5m }, .. SomeSeries.Candles(2, from: 10)];
        var more = await store.WriteAsync(SomeSeries.Hours, corrected.ToAsyncEnumerable(), Cancellation);
        var after = await store.FindAsync(SomeSeries.Hours, Cancellation);

        Assert.Equal((0, 0), (again.Inserted, again.Changed));
        Assert.Equivalent(before, unchanged, strict: true);
        Assert.Equal((2, 1), (more.Inserted, more.Changed));
        Assert.Equal((12, before!.Revision + 1, SomeSeries.Start, SomeSeries.Start.AddHours(11)), (after!.RowCount, after.Revision, after.FirstAt, after.LastAt));
        var stored = await store.ReadCandlesAsync(after.Id, Month, Cancellation);
        Assert.Equal([.. candles[..9], .. corrected], stored);
    }

    [Fact]
    public async Task Nothing_is_stored_of_rows_that_break_off()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<CandleStore>();

        await Assert.ThrowsAsync<InvalidDataException>(() => store.WriteAsync(SomeSeries.Hours, BreakingOff(), Cancellation));

        Assert.Null(await store.FindAsync(SomeSeries.Hours, Cancellation));

        static async IAsyncEnumerable<Candle> BreakingOff()
        {
            foreach (var candle in SomeSeries.Candles(5000))
            {
                yield return candle;
            }

            await Task.Yield();
            throw new InvalidDataException("The source broke off.");
        }
    }

    [Fact]
    public async Task Two_writers_of_one_series_at_once_lose_nothing()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<CandleStore>();

        var writes = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            part => store.WriteAsync(SomeSeries.Hours, SomeSeries.Candles(100, from: part * 50).ToAsyncEnumerable(), Cancellation)));

        Assert.Equal(250, writes.Sum(write => write.Inserted));
        Assert.Equal(250, (await store.FindAsync(SomeSeries.Hours, Cancellation))!.RowCount);
        Assert.Equal(SomeSeries.Candles(250), await store.ReadCandlesAsync(writes[0].SeriesId, Month, Cancellation));
    }

    [Fact]
    public async Task Stretches_show_what_is_stored_and_what_is_not()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<CandleStore>();
        await store.WriteAsync(SomeSeries.Hours, SomeSeries.Candles(3, from: 2).Concat(SomeSeries.Candles(1, from: 9)).ToAsyncEnumerable(), Cancellation);

        var stretches = await store.ReadStretchesAsync(SomeSeries.Hours, Month, TimeSpan.FromHours(1), Cancellation);
        var nothing = await store.ReadStretchesAsync(SomeSeries.Hours with { Source = SeriesSource.Paper }, Month, TimeSpan.FromHours(1), Cancellation);

        Assert.Equal([Hours(2, 5), Hours(9, 10)], stretches);
        Assert.Equal([Hours(0, 2), Hours(5, 9), Hours(10, 24)], Hours(0, 24).Without(stretches));
        Assert.Empty(nothing);

        static TimeRange Hours(int from, int to) => new(SomeSeries.Start.AddHours(from), SomeSeries.Start.AddHours(to));
    }

    [Fact]
    public async Task Funding_lies_beside_the_candles()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<CandleStore>();
        FundingRate[] rates = [new(SomeSeries.Start.AddMilliseconds(3), 0.0001m), new(SomeSeries.Start.AddHours(8), -0.0000123456m)];

        var write = await store.WriteAsync(SomeSeries.Funding, rates.ToAsyncEnumerable(), Cancellation);

        Assert.Equal(rates, await store.StreamFundingAsync(write.SeriesId, Month, Cancellation).ToArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_certificate_is_made_once_for_each_state_of_a_series()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<CandleStore>();
        var certificates = services.GetRequiredService<CertificateStore>();
        var id = (await store.WriteAsync(SomeSeries.Hours, SomeSeries.Candles(10).ToAsyncEnumerable(), Cancellation)).SeriesId;

        var first = await certificates.ReadAsync(id, Cancellation);
        var again = await certificates.ReadAsync(id, Cancellation);
        await store.WriteAsync(SomeSeries.Hours, SomeSeries.Candles(10, from: 12).ToAsyncEnumerable(), Cancellation);
        var changed = await certificates.ReadAsync(id, Cancellation);

        Assert.Equivalent(first!.Certificate, again!.Certificate, strict: true);
        Assert.Equal((10, 0, SeriesVerdict.Clean), (first.Certificate.Rows, first.Certificate.Gaps, first.Certificate.Verdict));
        Assert.Equal((20, 1, 2, SeriesVerdict.Usable), (changed!.Certificate.Rows, changed.Certificate.Gaps, changed.Certificate.MissingRows, changed.Certificate.Verdict));
        Assert.Null(await certificates.ReadAsync(id + 1, Cancellation));
    }

    [Fact]
    public async Task A_certificate_compares_with_finer_candles_and_other_sources_but_never_with_paper()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<CandleStore>();
        var hours = SomeSeries.Candles(48);
        var day = SomeSeries.Hours with { Timeframe = Timeframe.Of(TimeSpan.FromDays(1)) };
        Candle[] days = [.. SeriesComparison.Aggregate(hours, SomeSeries.Hour, day.Timeframe!.Value)];
        days[1] = days[1] with { High = days[1].High + 1 };
        await store.WriteAsync(SomeSeries.Hours, hours.ToAsyncEnumerable(), Cancellation);
        await store.WriteAsync(SomeSeries.Hours with { Source = SeriesSource.Paper }, hours.ToAsyncEnumerable(), Cancellation);
        await store.WriteAsync(day with { Source = SeriesSource.Live }, days.ToAsyncEnumerable(), Cancellation);
        var id = (await store.WriteAsync(day, days.ToAsyncEnumerable(), Cancellation)).SeriesId;

        var certificate = (await services.GetRequiredService<CertificateStore>().ReadAsync(id, Cancellation))!.Certificate;

        Assert.Equal(["Binance:BTCUSDT perpetual 1h (import)", "Binance:BTCUSDT perpetual 1d (live)"], certificate.Comparisons.Select(comparison => comparison.With));
        Assert.Equal([(2, 1), (2, 0)], certificate.Comparisons.Select(comparison => ((int)comparison.Compared, (int)comparison.PriceDifferences)));
        Assert.Equal([days[1].OpenAt], certificate.Comparisons[0].FirstPriceDifferences);
        Assert.Equal(SeriesVerdict.Flawed, certificate.Verdict);
    }
}
