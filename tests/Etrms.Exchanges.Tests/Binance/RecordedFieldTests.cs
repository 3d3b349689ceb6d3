using System.Text;
using System.Text.Json;
using Etrms.Exchanges.Binance;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Binance;

/// <summary>Every recorded payload of what the client speaks, field by field: each is read, and as it stands.</summary>
public sealed class RecordedFieldTests
{
    public static TheoryData<string> MessageNames => [.. RecordedSurface.Messages.Keys];

    public static TheoryData<string> FrameNames => [.. RecordedSurface.Frames];

    public static TheoryData<string> PassedOverNames => [.. RecordedSurface.PassedOver];

    [Fact]
    public void Every_recorded_payload_is_read_or_named_as_out_of_surface()
    {
        var known = RecordedSurface.Messages.Keys
            .Concat(RecordedSurface.Frames).Concat(RecordedSurface.PassedOver).Concat(RecordedSurface.OutOfSurface).ToArray();

        Assert.Equal(known.Order(StringComparer.Ordinal), Reference.PayloadNames().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(MessageNames))]
    public void Every_field_of_a_message_is_read_as_it_stands(string name)
    {
        var recorded = JsonDocument.Parse(Reference.Payload(name)).RootElement;

        Assert.Empty(new FieldCoverage().Faults(recorded, RecordedSurface.Messages[name]));
    }

    [Theory]
    [MemberData(nameof(FrameNames))]
    public void Every_field_of_a_market_frame_is_read_as_it_stands(string name)
    {
        var recorded = JsonDocument.Parse(Reference.Payload(name)).RootElement;

        var read = FrameReading.Of(recorded.GetRawText());

        Assert.Empty(FrameReading.Faults(recorded, read));
    }

    [Fact]
    public void A_field_that_nobody_reads_is_a_fault()
    {
        var recorded = JsonDocument.Parse("""{"symbol":"BTCUSDT","leverage":20,"maxNotionalValue":"1000","brandNew":{"deep":1}}""").RootElement;

        var faults = new FieldCoverage().Faults(recorded, BinanceJson.Default.LeverageMessage);

        Assert.Contains("brandNew", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_is_read_as_something_else_is_a_fault()
    {
        var recorded = JsonDocument.Parse("""[[1,"1","1","1","1","1",2,"1",3,"1","1","1"]]""").RootElement;
        var other = JsonDocument.Parse("""{"e":"trade","E":1,"s":"BTCUSDT","t":2,"p":"3","q":"4","T":5,"m":true}""").RootElement;

        var read = FrameReading.Of(other.GetRawText().Replace("\"p\":\"3\"", "\"p\":\"3.1\"", StringComparison.Ordinal));

        Assert.Empty(new FieldCoverage().Faults(recorded, BinanceJson.Default.KlineMessageArray));
        Assert.StartsWith("p:", Assert.Single(FrameReading.Faults(other, read)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(PassedOverNames))]
    public void An_event_without_news_of_ours_is_passed_over(string name)
    {
        var frames = new BinanceUserFrames(Some.Account, new KnownPositions(), new OtherCollateral());

        Assert.Null(frames.Decode(Encoding.UTF8.GetBytes(Reference.Payload(name)), DateTimeOffset.UnixEpoch));
    }
}
