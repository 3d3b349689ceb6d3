using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>The listed contracts as last read.</summary>
internal sealed class ContractList(ImmutableArray<ListedContract> contracts)
{
    public static readonly ContractList Empty = new([]);

    private readonly ImmutableDictionary<string, ListedContract> _byCoin =
        contracts.ToImmutableDictionary(contract => contract.Instrument.Id.Symbol);

    public ImmutableArray<Instrument> Instruments => [.. contracts.Select(contract => contract.Instrument)];

    public ListedContract? Find(string coin) => _byCoin.GetValueOrDefault(coin);

    /// <summary>Reads the list and keeps it for every client of the network.</summary>
    public static async Task<ExchangeOutcome<ContractList>> LoadAsync(HyperliquidRest rest, CallUrgency urgency, CancellationToken cancellationToken) =>
        (await ReadAsync(rest, urgency, cancellationToken)).Select(read => read.List);

    /// <summary>The same with what the venue says about each contract now, in the order of their numbers.</summary>
    public static async Task<ExchangeOutcome<(ContractList List, AssetContextMessage[] Contexts)>> ReadAsync(
        HyperliquidRest rest, CallUrgency urgency, CancellationToken cancellationToken)
    {
        var request = new InfoRequest("metaAndAssetCtxs") { Urgency = urgency };
        return (await rest.ReadAsync(request, HyperliquidJson.Default.JsonElementArray, cancellationToken)).Select(parts =>
        {
            var meta = parts[0].Deserialize(HyperliquidJson.Default.MetaMessage)!;
            var contexts = parts[1].Deserialize(HyperliquidJson.Default.AssetContextMessageArray)!;
            var list = rest.Network.Contracts = new ContractList(HyperliquidInstruments.From(meta, contexts));
            return (list, contexts);
        });
    }

    /// <summary>The list that is known, read first where none is.</summary>
    public static async Task<ExchangeOutcome<ContractList>> KnownAsync(HyperliquidRest rest, CancellationToken cancellationToken) =>
        rest.Network.Contracts is { _byCoin.IsEmpty: false } known
            ? new ExchangeOutcome<ContractList>.Accepted(known)
            : await LoadAsync(rest, CallUrgency.Protective, cancellationToken);

    /// <summary>One contract; the list is read anew for one that it does not hold.</summary>
    public static async Task<ExchangeOutcome<ListedContract>> FindAsync(
        HyperliquidRest rest, InstrumentId instrument, CancellationToken cancellationToken)
    {
        if (rest.Network.Contracts.Find(instrument.Symbol) is { } known)
        {
            return new ExchangeOutcome<ListedContract>.Accepted(known);
        }

        return (await LoadAsync(rest, CallUrgency.Protective, cancellationToken)).Then(list => list.Find(instrument.Symbol) is { } listed
            ? new ExchangeOutcome<ListedContract>.Accepted(listed)
            : (ExchangeOutcome<ListedContract>)new ExchangeOutcome<ListedContract>.Rejected(new(0, $"{instrument} is not listed.", RejectionClass.Fatal)));
    }
}
