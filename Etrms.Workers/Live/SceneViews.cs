using Etrms.Contracts;
using Etrms.Domain.Risk;

namespace Etrms.Workers.Live;

/// <summary>The book at the moment of an event as others see it.</summary>
internal static class SceneViews
{
    public static BookSceneView ToScene(this RiskSnapshot snapshot)
    {
        var (book, held) = (snapshot.Book, snapshot.ToPositionsView());
        return new BookSceneView
        {
            At = snapshot.AsOf.MarketAt,
            Equity = book.Equity,
            PositionValue = book.PositionValue,
            UnrealizedPnl = book.UnrealizedPnl,
            Leverage = book.Leverage,
            NetExposure = book.NetExposure,
            Drawdown = book.Drawdown,
            MarginRatio = book.MarginRatio,
            Positions = held.Positions,
            OpenOrders = held.OpenOrders,
        };
    }
}
