using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>What a breaker measures or acts on. An empty list means no restriction; everything empty is the whole book.</summary>
public sealed record Scope
{
    public static readonly Scope Global = new();

    public ImmutableArray<Exchange> Exchanges { get; init; } = [];

    public ImmutableArray<AccountId> Accounts { get; init; } = [];

    /// <summary>Venue spellings, such as BTCUSDT.</summary>
    public ImmutableArray<string> Symbols { get; init; } = [];

    /// <summary>Coins across venues, such as BTC.</summary>
    public ImmutableArray<string> Underlyings { get; init; } = [];

    public bool IsGlobal => Exchanges.IsEmpty && Accounts.IsEmpty && Symbols.IsEmpty && Underlyings.IsEmpty;

    /// <summary>True when the scope names contracts, so that it covers a part of an account only.</summary>
    public bool IsPartial => !Symbols.IsEmpty || !Underlyings.IsEmpty;

    public bool CoversAccount(AccountId account, Exchange exchange) =>
        (Accounts.IsEmpty || Accounts.Contains(account)) && (Exchanges.IsEmpty || Exchanges.Contains(exchange));

    /// <summary>True when a contract of an account lies inside.</summary>
    /// <param name="account">The account that trades it.</param>
    /// <param name="instrument">The contract.</param>
    /// <param name="underlying">Its coin; the symbol itself when unknown.</param>
    public bool Covers(AccountId account, InstrumentId instrument, string underlying) =>
        CoversAccount(account, instrument.Exchange)
        && (Symbols.IsEmpty || Symbols.Contains(instrument.Symbol, SymbolSpelling.Comparer))
        && (Underlyings.IsEmpty || Underlyings.Contains(underlying, SymbolSpelling.Comparer));
}
