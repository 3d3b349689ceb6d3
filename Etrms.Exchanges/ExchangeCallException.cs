namespace Etrms.Exchanges;

/// <summary>A public reading failed for good; readings of an account say so in their <see cref="ExchangeOutcome{T}"/> instead.</summary>
public sealed class ExchangeCallException(string message) : Exception(message);
