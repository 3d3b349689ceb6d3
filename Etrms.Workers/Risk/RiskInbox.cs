using System.Threading.Channels;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;

namespace Etrms.Workers.Risk;

/// <summary>
/// The one door of the risk loop: many writers, one reader. A newer mark or book top takes the place of an unread one of the same
/// contract, so that a slow moment costs detail and not delay; everything else is kept, in order. Memory is thereby bounded by contracts
/// plus what must not be lost.
/// </summary>
internal sealed class RiskInbox(RiskClock clock)
{
    private readonly Lock _gate = new();

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Dictionary<InstrumentId, int> _marks = [];
    private readonly Dictionary<InstrumentId, int> _bookTops = [];
    private List<RiskEvent> _filling = new(256);
    private List<RiskEvent> _reading = new(256);
    private long _seq;

    /// <summary>Numbers go on from what recovery found; called before the first read.</summary>
    public void NumberFrom(long lastSeq)
    {
        lock (_gate)
        {
            _seq = Math.Max(_seq, lastSeq);
        }
    }

    public void Post(RiskEvent riskEvent)
    {
        switch (riskEvent)
        {
            case RiskEvent.MarkPriced mark:
                clock.Observe(mark.Times);
                PutNewest(_marks, mark.Instrument, mark);
                break;
            case RiskEvent.BookTopChanged top:
                PutNewest(_bookTops, top.Instrument, top);
                break;
            default:
                Put(riskEvent);
                break;
        }

        Wake();
    }

    /// <summary>Makes the reader come round, perhaps to an empty batch.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Waits for the next batch, numbered in order. The list is reused: it is valid until the next call.</summary>
    public async ValueTask<IReadOnlyList<RiskEvent>> ReadAsync(CancellationToken cancellationToken)
    {
        await _wake.Reader.ReadAsync(cancellationToken);
        _reading.Clear();
        lock (_gate)
        {
            (_filling, _reading) = (_reading, _filling);
            _marks.Clear();
            _bookTops.Clear();
            for (var i = 0; i < _reading.Count; i++)
            {
                _reading[i] = _reading[i] with { Seq = ++_seq };
            }
        }

        return _reading;
    }

    private void Put(RiskEvent riskEvent)
    {
        lock (_gate)
        {
            _filling.Add(riskEvent);
        }
    }

    private void PutNewest(Dictionary<InstrumentId, int> places, InstrumentId instrument, RiskEvent riskEvent)
    {
        lock (_gate)
        {
            if (places.TryGetValue(instrument, out var place))
            {
                _filling[place] = riskEvent;
                return;
            }

            places.Add(instrument, _filling.Count);
            _filling.Add(riskEvent);
        }
    }
}
