using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Reads the mark prices beside the candles of a contract; without any the traded prices stand for them.</summary>
internal sealed class MarkPrices
{
    /// <summary>Marks that were missing and taken from the traded price.</summary>
    public int Substituted { get; private set; }

    /// <summary>Index of the candle that starts at a time; null when there is none.</summary>
    public static int? IndexAt(CandleSeries marks, DateTimeOffset at)
    {
        var index = marks.IndexAt(at);
        return index < marks.Count && marks.OpenAt(index) == at ? index : null;
    }

    /// <summary>The mark at a settlement.</summary>
    public decimal At(BarLeg leg, DateTimeOffset at)
    {
        if (leg.Market.Marks is { } marks)
        {
            if (IndexAt(marks, at) is { } index)
            {
                return marks.Open(index);
            }

            Substituted++;
        }

        return leg.Bar.Open;
    }

    /// <summary>The marks during the candle at hand.</summary>
    public Bar During(BarLeg leg)
    {
        if (leg.Market.Marks is { } marks)
        {
            if (IndexAt(marks, leg.OpenAt) is { } index)
            {
                return new Bar(marks.Open(index), marks.High(index), marks.Low(index), marks.Close(index));
            }

            Substituted++;
        }

        return leg.Bar;
    }
}
