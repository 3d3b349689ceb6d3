using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Cli.Backtests.Run;

/// <summary>Finds the files of each contract of a request and reads them.</summary>
internal sealed class OfflineMarkets(FileInfo[] candles, FileInfo[] funding, FileInfo[] marks, FileInfo? rules)
{
    public async Task<(ImmutableArray<BacktestMarket> Markets, ImmutableArray<SeriesUse> Series)> ReadAsync(
        BacktestRequest request, CancellationToken cancellationToken)
    {
        var contracts = await ReadRulesAsync(cancellationToken);
        RefuseWithoutRules(request.Terms, contracts);
        foreach (var file in candles.Where(file => request.Terms.Instruments.All(id => !IsOf(file, id, request.Terms))))
        {
            throw new CommandFailedException(
                $"{file.Name} holds none of {string.Join(", ", request.Terms.Instruments)} at {request.Terms.Timeframe}. Name it like BTCUSDT-1h.csv.gz, or change the request.", ExitCode.BadUsage);
        }

        var markets = ImmutableArray.CreateBuilder<BacktestMarket>();
        var series = ImmutableArray.CreateBuilder<SeriesUse>();
        foreach (var id in request.Terms.Instruments)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Read(id, request.Terms, contracts, series) is { } market)
            {
                markets.Add(market);
            }
        }

        return (markets.ToImmutable(), series.ToImmutable());
    }

    private async Task<ImmutableArray<Instrument>> ReadRulesAsync(CancellationToken cancellationToken)
    {
        if (rules is null)
        {
            return [];
        }

        try
        {
            await using var stream = rules.OpenRead();
            return [.. await JsonSerializer.DeserializeAsync<Instrument[]>(stream, EtrmsJson.Options, cancellationToken) ?? []];
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            throw new CommandFailedException($"{rules}: {fault.Message}", ExitCode.BadUsage);
        }
    }

    private static void RefuseWithoutRules(BacktestTerms terms, ImmutableArray<Instrument> contracts)
    {
        if ((terms.UsesExchangeRules || terms.Margin is not null) && terms.Instruments.Any(id => contracts.All(contract => contract.Id != id)))
        {
            throw RunCommand.Refused([new RequestFault("margin", "The venue's rules are not in the candles: give them with --rules, or leave margin out.")]);
        }
    }

    private BacktestMarket? Read(
        InstrumentId id, BacktestTerms terms, ImmutableArray<Instrument> contracts, ImmutableArray<SeriesUse>.Builder series)
    {
        if (Array.Find(candles, file => IsOf(file, id, terms)) is not { } file)
        {
            return null;
        }

        var prices = CandleFile.Read(file.FullName, id, terms.Timeframe, SeriesKind.Perpetual);
        var mark = Array.Find(marks, each => IsOf(each, id, terms)) is { } markFile ? CandleFile.Read(markFile.FullName, id, terms.Timeframe, SeriesKind.Mark) : null;
        var rates = Array.Find(funding, each => NameOf(each, id.Exchange) == id || funding.Length == 1) is { } rateFile
            ? CandleFile.ReadFunding(rateFile.FullName) : [];
        if (terms.ChargesFunding && rates.Count == 0)
        {
            throw RunCommand.Refused([new RequestFault("costs.funding", $"There are no funding rates of {id}: give them with --funding, or leave funding out.")]);
        }

        series.Add(SeriesUse.Of(prices, SeriesKind.Perpetual, null, terms.Range));
        if (mark is not null)
        {
            series.Add(SeriesUse.Of(mark, SeriesKind.Mark, null, terms.Range));
        }

        if (rates.Count > 0)
        {
            series.Add(SeriesUse.Of(id, rates, null, terms.Range));
        }

        return new BacktestMarket(contracts.FirstOrDefault(contract => contract.Id == id) ?? ContractRules.Free(id), prices) { Marks = mark, Funding = [.. rates] };
    }

    /// <summary>By its name; a lone file whose name tells no timeframe is taken at its word.</summary>
    private bool IsOf(FileInfo file, InstrumentId id, BacktestTerms terms) => CandleFile.TimeframeOf(file.Name) is { } timeframe
        ? timeframe == terms.Timeframe && NameOf(file, id.Exchange) == id
        : candles.Length == 1 && terms.Instruments.Length == 1;

    private static InstrumentId NameOf(FileInfo file, Exchange exchange) => BacktestReading.InstrumentOf(exchange, file.Name.Split('.', '-')[0]);
}
