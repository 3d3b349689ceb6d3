namespace Etrms.Domain.Assistant.Setups.ChartPatterns;

/// <summary>A steep pole, and a rest that leans against it and takes little of it back.</summary>
internal static class RisingFlag
{
    /// <summary>A rest lasts from half to four times as long as its pole.</summary>
    private const double LongestRest = 4;

    /// <summary>Newest bars that leave the flag already and say nothing of its line.</summary>
    private const int Leaving = 3;

    private const int LeastRest = 4;

    public static FoundPattern? Find(SwingPath path, ChartPatternRules rules)
    {
        var newest = path.Points.FindLastIndex(point => !point.IsTop);
        for (var foot = newest; foot >= 0 && foot > newest - (2 * rules.Flag.Feet); foot -= 2)
        {
            if (From((int)path.Points[foot].Bar, path, rules) is { } flag)
            {
                return flag;
            }
        }

        return null;
    }

    private static FoundPattern? From(int bottom, SwingPath path, ChartPatternRules rules)
    {
        var latest = path.Last - (rules.Shortest / 3);
        if (latest <= bottom)
        {
            return null;
        }

        var top = Enumerable.Range(bottom, latest - bottom + 1).MaxBy(bar => path.Smooth[bar]);
        var slow = path.Smooth[bottom] + (rules.Flag.SlowStart * (path.Smooth[top] - path.Smooth[bottom]));
        var foot = Enumerable.Range(bottom, top - bottom + 1).Last(bar => path.Smooth[bar] <= slow || bar == bottom);
        var (pole, rise, rest) = (path.Smooth[top] - path.Smooth[foot], top - foot, path.Last - top);
        var lasts = rise >= 2 && rest >= rise / 2.0 && rest <= LongestRest * rise && rest + rise >= rules.Shortest;
        return lasts && pole >= rules.Flag.Pole * path.Range && IsStraight(path, foot, top, rules.Flag) && Rests(path, top, pole, rules.Flag)
            && path.Leaves(path.Smooth[top] + (rules.Flag.Beyond * pole))
                ? new FoundPattern(ChartPatternKind.BullFlag, foot, pole, path.Smooth[top])
                : null;
    }

    private static bool IsStraight(SwingPath path, int foot, int top, FlagRules rules)
    {
        var line = TrendLine.Through(new Extremum(path.Smooth[foot], foot, IsTop: false), new Extremum(path.Smooth[top], top, IsTop: true));
        return path.Stray(line, foot, top) <= rules.Stray * (path.Smooth[top] - path.Smooth[foot]);
    }

    private static bool Rests(SwingPath path, int top, double pole, FlagRules rules)
    {
        var end = path.Last - Leaving + 1;
        if (end - top < LeastRest)
        {
            return false;
        }

        var bars = Enumerable.Range(top, end - top).ToList();
        var line = TrendLine.Of([.. bars.Select(bar => (double)bar)], [.. bars.Select(bar => path[bar])]);
        var taken = (path.Smooth[top] - Enumerable.Range(top, path.Last - top).Min(bar => path.Smooth[bar])) / pole;
        var fall = -line.Slope * (path.Last - top) / pole;
        return taken >= rules.Shallowest && taken <= rules.Deepest && fall >= rules.Lean && fall <= rules.Fall && path.Stray(line, top, end) <= rules.Stray * pole;
    }
}
