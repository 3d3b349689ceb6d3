using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Requests;

namespace Etrms.Domain.Backtesting.Optimization;

/// <summary>One combination of parameters that was tried.</summary>
public sealed record Trial
{
    /// <summary>Its number in the grid, from 0.</summary>
    public required long Combination { get; init; }

    /// <summary>Null when it could not be run.</summary>
    public TrialFigures? Figures { get; init; }

    /// <summary>Why it could not be run; null when it was.</summary>
    public string? Fault { get; init; }

    /// <summary>Its returns in blocks, for the probability of overfitting; null where that is not asked for.</summary>
    public BlockSums? Blocks { get; init; }

    public static RunSetup SetupOf(RunSetup setup, ParameterGrid grid, long combination)
    {
        var values = grid[combination];
        for (var i = 0; i < values.Length; i++)
        {
            setup = setup.With(grid.Ranges[i].Name, values[i]);
        }

        return setup;
    }
}
