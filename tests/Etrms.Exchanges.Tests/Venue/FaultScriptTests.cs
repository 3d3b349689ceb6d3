using Etrms.Venue.Binance.Streams;
using Etrms.Venue.Faults;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class FaultScriptTests
{
    private const string Stream = "btcusdt@markPrice@1s";
    private readonly FaultScript _script = new(TimeProvider.System);

    [Fact]
    public void A_fault_strikes_as_often_as_it_was_told_to()
    {
        _script.Add(new FaultRule { Kind = FaultKind.TimeoutAfter, Method = "POST", Path = "/fapi/v1/*", Count = 2 });

        Assert.Null(_script.TakeRequest("GET", "/fapi/v1/order"));
        Assert.NotNull(_script.TakeRequest("POST", "/fapi/v1/order"));
        Assert.NotNull(_script.TakeRequest("POST", "/fapi/v1/algoOrder"));
        Assert.Null(_script.TakeRequest("POST", "/fapi/v1/order"));
        Assert.Equal(2, Assert.Single(_script.Faults).Struck);
    }

    [Fact]
    public void A_fault_without_a_count_strikes_until_it_is_taken_out()
    {
        var fault = _script.Add(new FaultRule { Kind = FaultKind.Drop, Stream = "*@markPrice*", Count = null });

        Assert.NotNull(_script.TakeFrame(Stream));
        Assert.NotNull(_script.TakeFrame(Stream));
        Assert.True(_script.Remove(fault.Id));
        Assert.False(_script.Remove(fault.Id));
        Assert.Null(_script.TakeFrame(Stream));
    }

    [Theory]
    [InlineData(FaultKind.Drop, "2,3")]
    [InlineData(FaultKind.Duplicate, "1,1,2,3")]
    [InlineData(FaultKind.Reorder, "2,1,3")]
    public void Frames_are_dropped_doubled_and_swapped(FaultKind kind, string expected)
    {
        var faults = new FrameFaults(_script, TimeProvider.System);
        _script.Add(new FaultRule { Kind = kind, Stream = Stream });

        var sent = new List<string>();
        foreach (var number in (string[])["1", "2", "3"])
        {
            faults.Deliver(Stream, new Frame(Stream, System.Text.Encoding.UTF8.GetBytes(number)), frame =>
                sent.Add(System.Text.Encoding.UTF8.GetString(frame.Payload.Span)));
        }

        Assert.Equal(expected, string.Join(',', sent));
    }
}
