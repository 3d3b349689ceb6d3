using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Etrms.Domain.Market;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Market;

/// <summary>Finds prices: recorded candles in a folder, else an exchange's public history, else the market model.</summary>
internal sealed partial class PriceDataLoader(
    PublicHistory history, LiveHistory live, VenueClock clock, IOptions<VenueOptions> options, ILogger<PriceDataLoader> logger)
{
    /// <summary>Bars that a made-up market has behind it at its start.</summary>
    private static readonly TimeSpan ModelPast = TimeSpan.FromDays(3);

    private VenueOptions Options => options.Value;

    public async Task<PriceData> LoadAsync(VenueSnapshot? remembered, CancellationToken cancellationToken)
    {
        var wanted = Wanted();
        if (Options.Prices == PriceChoice.Live)
        {
            return new PriceData(PriceSource.LiveFeed, clock.WallNow, await live.LoadAsync(wanted, cancellationToken)) { FollowsWall = true };
        }

        if (Options.MarketData is { Length: > 0 } folder)
        {
            return await FromFolderAsync(folder, PriceSource.Candles, wanted, remembered, cancellationToken)
                ?? throw new InvalidOperationException(
                    $"{folder} holds no perpetual candles of {Options.Symbols} around the start. Correct ETRMS_MARKET_DATA, Venue__StartAt or Venue__Symbols.");
        }

        if (await history.FetchAsync(wanted, cancellationToken) is { } fetched
            && await FromFolderAsync(fetched, PriceSource.History, wanted, remembered, cancellationToken) is { } data)
        {
            return data;
        }

        return FromModel(wanted, remembered);
    }

    private ImmutableArray<Instrument> Wanted() =>
    [
        .. Options.SymbolList.Select(symbol => InstrumentCatalogue.Find(symbol) ?? throw new InvalidOperationException(
            $"Venue__Symbols names {symbol}; known are {string.Join(", ", InstrumentCatalogue.Symbols)}.")),
    ];

    private async Task<PriceData?> FromFolderAsync(
        string path, PriceSource source, ImmutableArray<Instrument> wanted, VenueSnapshot? remembered, CancellationToken cancellationToken)
    {
        var recorded = new RecordedPrices(new CandleFolder(path), wanted);
        var recordedStart = Options.StartAt ?? await recorded.ChooseStartAsync(cancellationToken);
        if (recordedStart is not { } start)
        {
            return null;
        }

        // Whole days: the time of day stays, and no less lies behind now than behind the start.
        var shift = Options.AlignToWall ? TimeSpan.FromDays(Math.Floor((clock.WallNow - start).TotalDays)) : TimeSpan.Zero;
        var at = Options.AlignToWall ? clock.WallNow : IsContinued(remembered, source) ? remembered.MarketAt : start;
        var contracts = await recorded.LoadAsync(at, shift, cancellationToken);
        foreach (var missing in wanted.Where(instrument => contracts.All(contract => contract.Instrument != instrument)))
        {
            LogMissing(missing.Id.Symbol, at);
        }

        foreach (var contract in contracts)
        {
            LogLoaded(contract.Instrument.Id.Symbol, contract.Bars.Interval, contract.Bars.FirstAt);
        }

        return contracts.IsEmpty ? null : new PriceData(source, at, contracts) { FollowsWall = Options.AlignToWall };
    }

    private PriceData FromModel(ImmutableArray<Instrument> wanted, VenueSnapshot? remembered)
    {
        var former = IsContinued(remembered, PriceSource.Simulated) ? remembered : null;
        var wall = clock.WallNow;

        // A market that ran at the wall's pace is back at the wall's time after a restart: clients compare its times with their own.
        var followsWall = Options.StartAt is null && Options.Speed == 1 && (former?.MarketAt ?? wall) <= wall;
        var at = followsWall ? wall : former?.MarketAt ?? Options.StartAt ?? wall;
        var firstAt = former?.FirstAt ?? at - ModelPast;
        var model = new MarketModel(wanted, firstAt, Options.Seed);
        return new PriceData(PriceSource.Simulated, at,
        [
            .. wanted.Select(instrument => new ContractData(instrument, model.BarsOf(instrument), model.HoursOf(instrument), Days: null, Funding: [])),
        ])
        {
            FollowsWall = followsWall,
        };
    }

    private bool IsContinued([NotNullWhen(true)] VenueSnapshot? remembered, PriceSource source) =>
        remembered?.Continues(source, Options.StartAt) is true;

    [LoggerMessage(LogLevel.Information, "{Symbol}: replaying bars of {Interval}, recorded since {FirstAt}")]
    private partial void LogLoaded(string symbol, TimeSpan interval, DateTimeOffset firstAt);

    [LoggerMessage(LogLevel.Warning, "{Symbol} is not listed: no recorded bars at {StartAt}")]
    private partial void LogMissing(string symbol, DateTimeOffset startAt);
}
