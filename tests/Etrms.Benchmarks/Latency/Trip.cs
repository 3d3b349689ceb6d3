namespace Etrms.Benchmarks.Latency;

/// <summary>One fall of the price: from the first frame that shows it to the closing order and to the alert.</summary>
internal readonly record struct Trip(TimeSpan ToOrder, TimeSpan ToAlert);
