using Etrms.Contracts;
using Etrms.Domain.Market;

namespace Etrms.Web.Pages.Breakers;

/// <summary>What a breaker measures or acts on; lists of names are text. Nothing chosen is everything.</summary>
public sealed class ScopeInput
{
    public IList<Exchange> Exchanges { get; set; } = [];

    public IList<Guid> Accounts { get; set; } = [];

    public string? Symbols { get; set; }

    public string? Underlyings { get; set; }

    /// <summary>True when something restricts it.</summary>
    public bool IsRestricted => Exchanges.Count + Accounts.Count > 0 || Split(Symbols).Length + Split(Underlyings).Length > 0;

    public ScopeBody ToBody() =>
        new() { Exchanges = [.. Exchanges], Accounts = [.. Accounts], Symbols = Split(Symbols), Underlyings = Split(Underlyings) };

    public static ScopeInput From(ScopeBody? scope) => new()
    {
        Exchanges = [.. scope?.Exchanges ?? []],
        Accounts = [.. scope?.Accounts ?? []],
        Symbols = string.Join(", ", scope?.Symbols ?? []),
        Underlyings = string.Join(", ", scope?.Underlyings ?? []),
    };

    /// <summary>True when both name the same.</summary>
    public bool IsSameAs(ScopeInput other) =>
        Exchanges.ToHashSet().SetEquals(other.Exchanges) && Accounts.ToHashSet().SetEquals(other.Accounts)
        && Split(Symbols).SequenceEqual(Split(other.Symbols), StringComparer.OrdinalIgnoreCase)
        && Split(Underlyings).SequenceEqual(Split(other.Underlyings), StringComparer.OrdinalIgnoreCase);

    /// <summary>How the names are spelled is the Api's business.</summary>
    private static string[] Split(string? text) =>
        [.. (text ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)];
}
