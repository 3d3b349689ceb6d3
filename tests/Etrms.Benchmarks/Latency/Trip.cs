namespace Etrms.Benchmarks.Latency;

/// <summary>One fall of the price: from the first frame that shows it to the closing order, to the alert, and to flat as read back from the venue.</summary>
internal readonly record struct Trip(TimeSpan ToOrder, TimeSpan ToAlert, TimeSpan ToFlat);
