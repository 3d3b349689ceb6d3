using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Binance.Limits;

/// <summary>New orders of an account in the running ten seconds and minute.</summary>
internal readonly record struct OrderCount(int InTenSeconds, int InMinute);

/// <summary>Counts new orders per account and refuses those above the limits with -1015.</summary>
internal sealed class OrderCounts(IOptions<LimitOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Windows> _byKey = new(StringComparer.Ordinal);

    /// <summary>Books orders of an account, given by its API key.</summary>
    /// <returns>False when a limit is passed; the orders are then not booked.</returns>
    public bool TryBook(string apiKey, int orders, out OrderCount count)
    {
        var windows = _byKey.GetOrAdd(apiKey, _ => new Windows());
        lock (windows)
        {
            var seconds = clock.GetUtcNow().ToUnixTimeSeconds();
            windows.TenSeconds.Start(seconds / 10);
            windows.Minute.Start(seconds / 60);
            var fits = windows.TenSeconds.Orders + orders <= options.Value.OrdersPerTenSeconds
                && windows.Minute.Orders + orders <= options.Value.OrdersPerMinute;
            if (fits)
            {
                windows.TenSeconds.Orders += orders;
                windows.Minute.Orders += orders;
            }

            count = new OrderCount(windows.TenSeconds.Orders, windows.Minute.Orders);
            return fits;
        }
    }

    private sealed class Windows
    {
        public Window TenSeconds { get; } = new();

        public Window Minute { get; } = new();
    }

    private sealed class Window
    {
        private long _number;

        public int Orders { get; set; }

        public void Start(long number)
        {
            if (number != _number)
            {
                _number = number;
                Orders = 0;
            }
        }
    }
}
