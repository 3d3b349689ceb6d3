using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Books;

/// <summary>Canonical text of a scope: equal scopes share one book however their lists are ordered.</summary>
internal static class ScopeKey
{
    public static string Of(Scope scope) => string.Join(
        '|',
        Join(scope.Exchanges.Select(exchange => exchange.ToString()).ToImmutableArray()),
        Join(scope.Accounts.Select(account => account.ToString()).ToImmutableArray()),
        Join(scope.Symbols),
        Join(scope.Underlyings));

    private static string Join(ImmutableArray<string> names) => string.Join(',', names.Order(StringComparer.Ordinal));
}
