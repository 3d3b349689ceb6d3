using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Market;

/// <summary>Writes the state about a second after a change, and market time now and then; a slow disk never holds the loop.</summary>
internal sealed class VenueKeeper(VenueStateFile file, IOptions<VenueOptions> options, TimeProvider time)
{
    private const int HistoryKept = 1_000;
    private static readonly TimeSpan AfterChange = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WithoutChange = TimeSpan.FromSeconds(10);

    private readonly Channel<byte[]> _contents = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private DateTimeOffset _savedAt = DateTimeOffset.MinValue;
    private bool _isChanged;

    public void NoteChange() => _isChanged = true;

    /// <summary>On the loop.</summary>
    public void SaveWhenDue(VenueExchanges exchanges, VenueMarket market)
    {
        var now = time.GetUtcNow();
        if (file.IsKept && now - _savedAt >= (_isChanged ? AfterChange : WithoutChange))
        {
            (_savedAt, _isChanged) = (now, false);
            _contents.Writer.TryWrite(Content(exchanges, market));
        }
    }

    /// <summary>Writes until the loop has ended, then the last state.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var content in _contents.Reader.ReadAllAsync(cancellationToken))
        {
            await file.ReplaceAsync(content, cancellationToken);
        }
    }

    /// <summary>After the loop has ended.</summary>
    public void SaveLast(VenueExchanges exchanges, VenueMarket market)
    {
        if (file.IsKept)
        {
            _contents.Writer.TryWrite(Content(exchanges, market));
        }

        _contents.Writer.Complete();
    }

    private byte[] Content(VenueExchanges exchanges, VenueMarket market) => VenueStateFile.Write(new VenueSnapshot(
        market.Status.PriceSource, market.FirstAt, options.Value.StartAt, market.At, market.Overrides, exchanges.Binance.Export(HistoryKept))
    {
        Hyperliquid = exchanges.Hyperliquid.Export(HistoryKept),
    });
}
