using System.Globalization;
using System.Text;
using System.Text.Json;
using Etrms.Exchanges.Hyperliquid;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Tests.Hyperliquid;

/// <summary>Actions as text: member for member what other clients send, since the order of the members is part of the hash.</summary>
public sealed class ActionTests
{
    private const int Hype = 159;
    private const int Sol = 5;

    public static TheoryData<string> Vectors => [.. Actions.Keys];

    private static Dictionary<string, HyperliquidAction> Actions => new()
    {
        ["hl.action.trigger-limit"] = Alone(new(Sol, true, 50, 0.5m, false, new WireOrderKind.Trigger(false, 55, false))),
        ["hl.action.trigger-market"] = Alone(new(Sol, true, 57.75m, 0.5m, false, new WireOrderKind.Trigger(true, 55, false))),
        ["hl.action.stop-loss-sell"] = Alone(new(Sol, false, 95, 3.34m, false, new WireOrderKind.Trigger(true, 100, false))),
        ["hl.action.take-profit-short"] = Alone(new(Sol, true, 105, 3.34m, false, new WireOrderKind.Trigger(true, 100, true))),
        ["hl.action.batch-modify"] = HyperliquidAction.Modify(6530857127, new(Sol, true, 100, 0.7m, false, new WireOrderKind.Limit("Gtc"))),
        ["hl.action.cancel"] = HyperliquidAction.Cancel([(Sol, 6466108935)]),
        ["hl.action.market+normalTpsl"] = HyperliquidAction.Order(
            [
                new(Hype, true, 40.95m, 1, false, new WireOrderKind.Limit("Ioc")),
                new(Hype, false, 30, 1, true, new WireOrderKind.Trigger(false, 30, true)),
                new(Hype, false, 10, 1, true, new WireOrderKind.Trigger(false, 10, false)),
            ],
            HyperliquidAction.EntryWithProtection),
        ["hl.action.short-with-market-tpsl"] = HyperliquidAction.Order(
            [
                new(Sol, false, 142.5m, 2, false, new WireOrderKind.Limit("Ioc")),
                new(Sol, true, 52.5m, 2, true, new WireOrderKind.Trigger(true, 50, true)),
                new(Sol, true, 210, 2, true, new WireOrderKind.Trigger(true, 200, false)),
            ],
            HyperliquidAction.EntryWithProtection),
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void An_action_is_what_another_client_sends_for_the_same_wish(string id)
    {
        var recorded = Recorded().Single(vector => vector.GetProperty("id").GetString() == id).GetProperty("action");

        Assert.Equal(WithoutBuilder(recorded), Encoding.UTF8.GetString(Actions[id].Json));
    }

    [Fact]
    public void No_recorded_action_is_left_out() =>
        Assert.Equal(Recorded().Select(vector => vector.GetProperty("id").GetString()!).Order(), Actions.Keys.Order());

    [Fact]
    public void Members_that_say_nothing_are_left_out()
    {
        Assert.Equal("""{"type":"scheduleCancel"}""", Text(HyperliquidAction.ScheduleCancel(null)));
        Assert.Equal(
            """{"type":"scheduleCancel","time":1700000000123}""",
            Text(HyperliquidAction.ScheduleCancel(DateTimeOffset.FromUnixTimeMilliseconds(1700000000123))));
        Assert.DoesNotContain("\"c\"", Text(Actions["hl.action.trigger-limit"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_spelled_as_the_venue_defines_them()
    {
        Assert.Equal("""{"type":"updateLeverage","asset":5,"isCross":false,"leverage":7}""", Text(HyperliquidAction.UpdateLeverage(5, false, 7)));
        Assert.Equal("""{"type":"updateIsolatedMargin","asset":5,"isBuy":true,"ntli":-1000000}""", Text(HyperliquidAction.UpdateIsolatedMargin(5, -1_000_000)));
        Assert.Equal(
            """{"type":"cancelByCloid","cancels":[{"asset":5,"cloid":"0x00000000000000000000000000000001"}]}""",
            Text(HyperliquidAction.CancelByCloid(5, "0x00000000000000000000000000000001")));
    }

    [Fact]
    public void Only_what_cannot_add_risk_may_use_the_reserve()
    {
        var opening = new WireOrder(1, true, 1, 1, ReduceOnly: false, new WireOrderKind.Limit("Gtc"));
        var reducing = opening with { ReduceOnly = true };

        Assert.True(Alone(reducing).IsProtective);
        Assert.False(Alone(opening).IsProtective);
        Assert.False(HyperliquidAction.Order([opening, reducing], HyperliquidAction.EntryWithProtection).IsProtective);
        Assert.True(HyperliquidAction.Cancel([(1, 1)]).IsProtective);
    }

    [Fact]
    public void Prices_and_sizes_stand_on_the_wire_as_recorded()
    {
        var vectors = Reference.Exchange("hyperliquid-rounding.json").GetProperty("vectors").EnumerateArray().ToList();
        Assert.NotEmpty(vectors);

        foreach (var vector in vectors)
        {
            // The recorder rounds half up and we toward less risk, so only how the numbers are written is compared.
            foreach (var member in vector.EnumerateObject().Where(member => member.Name is "wirePx" or "wireSz"))
            {
                Assert.Equal(member.Value.GetString(), PlainNumber.Text(Number(member.Value.GetString()!) + 0.000000m));
            }
        }
    }

    [Fact]
    public void A_rounded_price_lies_within_one_step_of_the_recorded_one_and_is_taken_by_the_venue()
    {
        foreach (var vector in Reference.Exchange("hyperliquid-rounding.json").GetProperty("vectors").EnumerateArray().Where(IsPerpetual))
        {
            var rules = HyperliquidInstruments.From(
                new([new("X", vector.GetProperty("szDecimals").GetInt32(), 50)], null), [])[0].Instrument;
            var wanted = vector.TryGetProperty("referencePx", out var reference)
                ? Number(reference.GetString()!) * (1 + Number(vector.GetProperty("slippage").GetString()!))
                : Number(vector.GetProperty("inputPx").GetString()!);
            var recorded = Number(vector.GetProperty("wirePx").GetString()!);

            Assert.True(rules.TakesPrice(recorded), $"{recorded} is taken");
            Assert.Contains(recorded, new[] { rules.RoundPriceDown(wanted), rules.RoundPriceUp(wanted) });
            if (vector.TryGetProperty("inputSz", out var size))
            {
                Assert.InRange(Number(vector.GetProperty("wireSz").GetString()!) - rules.RoundQuantity(Number(size.GetString()!)), 0, rules.StepSize);
            }
        }
    }

    [Theory]
    [InlineData("120000.0", "120000")]
    [InlineData("0.00000100", "0.000001")]
    [InlineData("1000000000", "1000000000")]
    [InlineData("0.0", "0")]
    public void A_number_has_no_trailing_zeros_and_no_exponent(string value, string wire) => Assert.Equal(wire, PlainNumber.Text(Number(value)));

    private static bool IsPerpetual(JsonElement vector) => !vector.GetProperty("coin").GetString()!.Contains('/');

    private static HyperliquidAction Alone(WireOrder order) => HyperliquidAction.Order([order], HyperliquidAction.Alone);

    private static string Text(HyperliquidAction action) => Encoding.UTF8.GetString(action.Json);

    private static JsonElement.ArrayEnumerator Recorded() => Reference.Exchange("hyperliquid-actions.json").GetProperty("vectors").EnumerateArray();

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The fee of the recording client's maker, who is not ours.</summary>
    private static string WithoutBuilder(JsonElement action)
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            foreach (var member in action.EnumerateObject().Where(member => member.Name != "builder"))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
