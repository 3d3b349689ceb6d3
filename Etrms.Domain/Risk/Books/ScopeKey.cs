using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Books;

/// <summary>Canonical text of a scope: equal scopes share one book however their lists are ordered.</summary>
internal static class ScopeKey
{
    public static string Of(Scope scope) => string.Join(
        '|',
        Join(scope.Exchanges.Select(exchange => exchange.ToString()).ToImmutableArray()),
        Join(scope.Accounts.Select(account => account.ToString()).ToImmutableArray()),
        Join(Large(scope.Symbols)),
        Join(Large(scope.Underlyings)));

    /// <summary>Names that differ in their letters' size alone name the same.</summary>
    private static ImmutableArray<string> Large(ImmutableArray<string> names) => [.. names.Select(name => name.ToUpperInvariant())];

    private static string Join(ImmutableArray<string> names) => string.Join(',', names.Order(StringComparer.Ordinal));
}
