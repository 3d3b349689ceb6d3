using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>Chooses and reads the recorded files of the wanted contracts.</summary>
internal sealed class RecordedPrices(CandleFolder folder, ImmutableArray<Instrument> wanted)
{
    private readonly Dictionary<(string Path, TimeSpan Shift), RecordedBars?> _read = [];

    /// <summary>
    /// A day after a finest recording begins, so that there is a past to look at: the one that most contracts share, the earliest of
    /// equals. Null without recordings.
    /// </summary>
    public async Task<DateTimeOffset?> ChooseStartAsync(CancellationToken cancellationToken)
    {
        var recordings = new List<RecordedBars>();
        foreach (var instrument in wanted)
        {
            var finest = folder.Files(instrument.Id.Symbol).Where(IsReplayable).Take(1);
            foreach (var file in finest)
            {
                if (await ReadAsync(file, TimeSpan.Zero, cancellationToken) is { } bars)
                {
                    recordings.Add(bars);
                }
            }
        }

        if (recordings.Count == 0)
        {
            return null;
        }

        var finestInterval = recordings.Min(bars => bars.Interval);
        return recordings
            .Where(bars => bars.Interval == finestInterval)
            .Select(bars => bars.FirstAt.AddDays(1))
            .OrderByDescending(start => recordings.Count(bars => bars.Interval == finestInterval && bars.FirstAt.AddDays(1) <= start && start < bars.EndAt))
            .ThenBy(start => start)
            .First();
    }

    /// <summary>The finest recording of each contract that covers an instant; contracts without one are left out.</summary>
    public async Task<ImmutableArray<ContractData>> LoadAsync(DateTimeOffset at, TimeSpan shift, CancellationToken cancellationToken)
    {
        var contracts = ImmutableArray.CreateBuilder<ContractData>();
        foreach (var instrument in wanted)
        {
            var files = folder.Files(instrument.Id.Symbol);
            if (await FirstCoveringAsync(files.Where(IsReplayable), at, shift, cancellationToken) is { } bars)
            {
                var funding = await folder.ReadFundingAsync(instrument.Id.Symbol, shift, cancellationToken);
                contracts.Add(new ContractData(
                    instrument, bars, await ReadAsync(files, KlineInterval.OneHour, shift, cancellationToken),
                    await ReadAsync(files, KlineInterval.OneDay, shift, cancellationToken), funding));
            }
        }

        return contracts.ToImmutable();
    }

    private static bool IsReplayable(RecordedFile file) => file.Interval.Length <= CandleFolder.CoarsestReplay;

    private async Task<RecordedBars?> FirstCoveringAsync(
        IEnumerable<RecordedFile> files, DateTimeOffset at, TimeSpan shift, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            // A bar must be open at the start or soon after: a hole of months is no price.
            if (await ReadAsync(file, shift, cancellationToken) is { } bars
                && bars.FirstAt <= at && bars.OpenOrNext(at) is { } bar && bar.OpenAt - at < CandleFolder.CoarsestReplay)
            {
                return bars;
            }
        }

        return null;
    }

    private async Task<IBarSeries?> ReadAsync(
        IEnumerable<RecordedFile> files, KlineInterval interval, TimeSpan shift, CancellationToken cancellationToken) =>
        files.FirstOrDefault(file => file.Interval == interval) is { } found ? await ReadAsync(found, shift, cancellationToken) : null;

    /// <summary>A file serves as replay and as history: it is read once.</summary>
    private async Task<RecordedBars?> ReadAsync(RecordedFile file, TimeSpan shift, CancellationToken cancellationToken)
    {
        if (!_read.TryGetValue((file.Path, shift), out var bars))
        {
            bars = await CandleFolder.ReadAsync(file, shift, cancellationToken);
            _read.Add((file.Path, shift), bars);
        }

        return bars;
    }
}
