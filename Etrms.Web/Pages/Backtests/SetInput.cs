using System.Text.RegularExpressions;
using Etrms.Contracts;
using Etrms.Domain.Backtesting.Strategies.Sets;

namespace Etrms.Web.Pages.Backtests;

/// <summary>What trades in one regime, as it is typed: a row in which nothing stands is no set.</summary>
public sealed partial class SetInput
{
    private const decimal Percent = 100m;
    private static readonly char[] Separators = [',', ';', '\n', '\r'];

    /// <summary>The regimes that can have a set, as requests name them.</summary>
    public static IReadOnlyList<string> Regimes { get; } = [.. Enum.GetNames<SetRegime>().Select(name => name.ToLowerInvariant())];

    /// <summary>Empty is the strategy above.</summary>
    public string? Strategy { get; set; }

    /// <summary>Such as "fast = 20, slow = 60".</summary>
    public string? Parameters { get; set; }

    /// <summary>Percent of the size that is ordered otherwise; empty is all of it.</summary>
    public decimal? Size { get; set; }

    public bool IsGiven => !string.IsNullOrWhiteSpace(Strategy) || !string.IsNullOrWhiteSpace(Parameters) || Size is not null;

    public StrategySetBody ToBody() => new()
    {
        Strategy = string.IsNullOrWhiteSpace(Strategy) ? null : Strategy.Trim(),
        Parameters = Pairs(Parameters ?? ""),
        Size = (Size ?? Percent) / Percent,
    };

    public static SetInput From(StrategySetBody body) => new()
    {
        Strategy = body.Strategy,
        Parameters = string.Join(", ", body.Parameters.Select(pair => $"{pair.Key} = {pair.Value}")),
        Size = body.Size == 1 ? null : body.Size * Percent,
    };

    /// <summary>Reasons against one parameter of a set stand beside the field in which all of them are typed.</summary>
    public static (string Field, string Message) Placed(string field, string message) =>
        Parameter().Match(field) is { Success: true } match ? (match.Groups["place"].Value, $"{match.Groups["name"].Value}: {message}") : (field, message);

    /// <summary>A name without a value is sent along, so that the Api says what is wrong with it.</summary>
    private static Dictionary<string, string> Pairs(string text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var sign = pair.IndexOfAny(['=', ':']);
            pairs[(sign < 0 ? pair : pair[..sign]).Trim()] = sign < 0 ? "" : pair[(sign + 1)..].Trim();
        }

        return pairs;
    }

    [GeneratedRegex(@"^(?<place>strategy\.regimes\.[a-z]+\.parameters)\.(?<name>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter();
}

/// <summary>How large entries are in a state of the market, in percent; empty is all of it.</summary>
public sealed class SetSizeInput
{
    private const decimal Percent = 100m;

    public IDictionary<string, decimal?> Volatility { get; set; } = new Dictionary<string, decimal?>();

    public IDictionary<string, decimal?> Liquidity { get; set; } = new Dictionary<string, decimal?>();

    public StrategySizeBody? ToBody() => Shares(Volatility) is var volatility && Shares(Liquidity) is var liquidity && volatility is null && liquidity is null
        ? null : new StrategySizeBody { Volatility = volatility, Liquidity = liquidity };

    public static SetSizeInput From(StrategySizeBody? body) => new() { Volatility = Percents(body?.Volatility), Liquidity = Percents(body?.Liquidity) };

    private static Dictionary<string, decimal>? Shares(IDictionary<string, decimal?> typed)
    {
        var given = typed.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!.Value / Percent, StringComparer.Ordinal);
        return given.Count == 0 ? null : given;
    }

    private static Dictionary<string, decimal?> Percents(IReadOnlyDictionary<string, decimal>? shares) =>
        (shares ?? new Dictionary<string, decimal>()).ToDictionary(pair => pair.Key, decimal? (pair) => pair.Value * Percent, StringComparer.Ordinal);
}
