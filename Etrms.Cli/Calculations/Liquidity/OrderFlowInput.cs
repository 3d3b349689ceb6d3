using System.Text.Json;
using Etrms.Domain.Analysis.Liquidity;

namespace Etrms.Cli.Calculations.Liquidity;

/// <summary>Reads a flow of orders in columns, and watches it.</summary>
internal static class OrderFlowInput
{
    public static IEnumerable<LargeOrderNotice> Notices(JsonElement input) =>
        Notices(
            input.Numbers("time"), input.Words("change"), input.Numbers("id"), input.Words("side"), input.Numbers("price"), input.Numbers("size"),
            input.Has("mid") ? input.Positive("mid") : null);

    public static List<LargeOrderNotice> Notices(double[] time, string[] change, double[] id, string[] side, double[] price, double[] size, double? mid)
    {
        if (new[] { change.Length, id.Length, side.Length, price.Length, size.Length }.Any(length => length != time.Length))
        {
            throw CalculationInput.Bad("The columns must have one length.");
        }

        var watch = new OrderFlowWatch(new LargeOrderRules());
        var notices = new List<LargeOrderNotice>();
        for (var i = 0; i < time.Length; i++)
        {
            if (i > 0 && time[i] < time[i - 1])
            {
                throw CalculationInput.Bad($"\"time[{i}]\" must not be before the one before it.");
            }

            var at = DateTimeOffset.UnixEpoch.AddMilliseconds(time[i]);
            notices.AddRange(watch.Next(new OrderTrace(at, Change(change[i]), (long)id[i], side[i] == "bid", price[i], size[i], mid)));
        }

        return notices;
    }

    private static OrderChange Change(string word) => word switch
    {
        "add" or "added" => OrderChange.Added,
        "cancel" or "cancelled" => OrderChange.Cancelled,
        "fill" or "filled" => OrderChange.Filled,
        _ => throw CalculationInput.Bad($"\"{word}\" is no change of an order: added, cancelled or filled."),
    };
}
