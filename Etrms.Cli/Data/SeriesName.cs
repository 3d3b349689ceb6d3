using System.Text.RegularExpressions;
using Etrms.Domain.Market.History;

namespace Etrms.Cli.Data;

/// <summary>Which series a file belongs to, from its name unless options say it.</summary>
internal sealed partial record SeriesName(string? Symbol, string? Timeframe, string? Kind)
{
    public string Query => Timeframe is null ? $"symbol={Symbol}&kind={Kind}" : $"symbol={Symbol}&kind={Kind}&timeframe={Timeframe}";

    public static SeriesName Of(string path, SeriesName named)
    {
        if (!File.Exists(path))
        {
            throw new CommandFailedException($"There is no file {path}.", ExitCode.BadUsage);
        }

        var name = FileName().Match(Path.GetFileName(path));
        var isFunding = (named.Kind ?? name.Groups["what"].Value) == "funding";
        var timeframe = isFunding ? null : named.Timeframe ?? Given(name.Groups["what"].Value);
        var symbol = named.Symbol ?? Given(name.Groups["symbol"].Value);
        if (symbol is null || (!isFunding && !Domain.Market.History.Timeframe.TryParse(timeframe, out _)))
        {
            throw new CommandFailedException(
                $"The name of {path} does not tell its series. Give --symbol BTCUSDT --timeframe 1h, with --kind spot, mark or funding where it is no perpetual.",
                ExitCode.BadUsage);
        }

        return new SeriesName(symbol, timeframe, named.Kind ?? KindOf(name, path));
    }

    private static string KindOf(Match name, string path) =>
        name.Groups["what"].Value == "funding" ? Word(SeriesKind.Funding)
        : name.Groups["mark"].Success ? Word(SeriesKind.Mark)
        : Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))!.Contains("spot", StringComparison.OrdinalIgnoreCase) ? Word(SeriesKind.Spot)
        : Word(SeriesKind.Perpetual);

    private static string Word(SeriesKind kind) => kind.ToString().ToLowerInvariant();

    private static string? Given(string text) => text.Length == 0 ? null : text;

    [GeneratedRegex(@"^(?<symbol>[A-Za-z0-9]+)-(?<mark>mark-)?(?<what>\d+[mhdw]|funding)(-[^.]+)?\.csv\.gz$", RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();
}
