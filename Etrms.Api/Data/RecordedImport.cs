using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Postgres;

namespace Etrms.Api.Data;

/// <summary>How an import ended: stored, or refused for faults with their line numbers.</summary>
internal sealed record ImportOutcome(SeriesWrite? Write, long Rows, IReadOnlyList<string> Faults);

/// <summary>Streams a recorded file into the store. The first fault ends the writing, which is then rolled back; reading goes on to tell more of them at once.</summary>
internal sealed class RecordedImport(CandleStore store)
{
    private delegate string? ReadRow<T>(RecordedRows rows, string line, out T row);

    public async Task<ImportOutcome> RunAsync(SeriesKey key, Stream packed, CancellationToken cancellationToken)
    {
        await using var file = new RecordedLines(packed);
        var faults = new ImportFaults();
        try
        {
            var write = key.Kind == SeriesKind.Funding
                ? await store.WriteAsync(key, RowsAsync<FundingRate>(file, key, faults, ReadFunding, cancellationToken), cancellationToken)
                : await store.WriteAsync(key, RowsAsync<Candle>(file, key, faults, ReadCandle, cancellationToken), cancellationToken);
            return new ImportOutcome(write, file.Rows, []);
        }
        catch (UnacceptableFileException)
        {
            return new ImportOutcome(null, file.Rows, faults.Texts);
        }
    }

    private static string? ReadCandle(RecordedRows rows, string line, out Candle row) => rows.Read(line, out row);

    private static string? ReadFunding(RecordedRows rows, string line, out FundingRate row) => rows.Read(line, out row);

    private static async IAsyncEnumerable<T> RowsAsync<T>(
        RecordedLines file, SeriesKey key, ImportFaults faults, ReadRow<T> read,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RecordedRows? rows = null;
        await foreach (var line in file.ReadAsync(faults, cancellationToken))
        {
            if (rows is null)
            {
                rows = RecordedRows.Below(line, key.Kind, key.Timeframe);
                faults.Require(rows is not null, $"line 1: the header must begin with {RecordedRows.HeaderOf(key.Kind)}");
                continue;
            }

            if (read(rows, line, out var row) is { } fault)
            {
                faults.Add($"line {file.Line}: {fault}");
            }
            else if (faults.IsClean)
            {
                yield return row;
            }
        }

        faults.Require(file.Rows > 0, "The file holds no rows.");
        faults.ThrowIfAny();
    }
}

/// <summary>The file cannot be stored; the faults say why.</summary>
internal sealed class UnacceptableFileException : Exception;

/// <summary>What is wrong with a file, up to a number that a person can read.</summary>
internal sealed class ImportFaults
{
    private const int Most = 20;

    private readonly List<string> _texts = [];

    public IReadOnlyList<string> Texts => _texts;

    public bool IsClean => _texts.Count == 0;

    public void Add(string text)
    {
        _texts.Add(text);
        if (_texts.Count == Most)
        {
            _texts.Add($"These are the first {Most} faults; the rest was not read.");
            ThrowIfAny();
        }
    }

    /// <summary>For what makes the rest unreadable.</summary>
    public void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            _texts.Add(otherwise);
            ThrowIfAny();
        }
    }

    public void ThrowIfAny()
    {
        if (_texts.Count > 0)
        {
            throw new UnacceptableFileException();
        }
    }
}
