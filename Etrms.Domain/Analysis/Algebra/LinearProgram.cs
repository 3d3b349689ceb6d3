namespace Etrms.Domain.Analysis.Algebra;

/// <summary>
/// Minimises c'x over x of at least 0 with A x of at most b, by the simplex method in two phases. Small and dense; Bland's rule keeps it from
/// going in circles.
/// </summary>
internal sealed class LinearProgram
{
    private const int Artificial = -1;
    private const double Tiny = 1e-11;
    private const double Feasible = 1e-9;
    private const int MostPivots = 100_000;

    private readonly int _rows;
    private readonly int _columns;
    private readonly double[,] _table;
    private readonly int[] _basic;
    private readonly int[] _free;

    /// <summary>
    /// A row per constraint, then those of the two objectives; a column per free variable, the artificial one, and the right side. Each row
    /// reads: sum of coefficients x free variables + basic variable = right side.
    /// </summary>
    private LinearProgram(double[] costs, IReadOnlyList<double[]> constraints, IReadOnlyList<double> bounds)
    {
        (_rows, _columns) = (constraints.Count, costs.Length + 1);
        _table = new double[_rows + 2, _columns + 1];
        _basic = [.. Enumerable.Range(costs.Length, _rows)];
        _free = [.. Enumerable.Range(0, costs.Length), Artificial];
        for (var row = 0; row < _rows; row++)
        {
            for (var column = 0; column < costs.Length; column++)
            {
                _table[row, column] = constraints[row][column];
            }

            (_table[row, _columns - 1], _table[row, _columns]) = (-1, bounds[row]);
        }

        for (var column = 0; column < costs.Length; column++)
        {
            _table[_rows, column] = costs[column];
        }

        _table[_rows + 1, _columns - 1] = 1;
    }

    /// <summary>Null where nothing is allowed, or nothing is least.</summary>
    public static double[]? Minimise(double[] costs, IReadOnlyList<double[]> constraints, IReadOnlyList<double> bounds)
    {
        var program = new LinearProgram(costs, constraints, bounds);
        if (!program.BecomeFeasible() || !program.Descend(program._rows))
        {
            return null;
        }

        var solution = new double[costs.Length];
        for (var row = 0; row < program._rows; row++)
        {
            if (program._basic[row] >= 0 && program._basic[row] < solution.Length)
            {
                solution[program._basic[row]] = program._table[row, program._columns];
            }
        }

        return solution;
    }

    /// <summary>Lets the artificial variable take what is missing, and then brings it to 0.</summary>
    private bool BecomeFeasible()
    {
        var lowest = Enumerable.Range(0, _rows).MinBy(row => _table[row, _columns]);
        if (_table[lowest, _columns] >= 0)
        {
            return true;
        }

        Pivot(lowest, _columns - 1);
        if (!Descend(_rows + 1) || -_table[_rows + 1, _columns] > Feasible)
        {
            return false;
        }

        var held = Array.IndexOf(_basic, Artificial);
        if (held >= 0)
        {
            var column = Enumerable.Range(0, _columns).MaxBy(each => Math.Abs(_table[held, each]));
            Pivot(held, column);
        }

        return true;
    }

    /// <summary>Lowers an objective until nothing lowers it further; false where it has no end.</summary>
    private bool Descend(int objective)
    {
        for (var pivot = 0; pivot < MostPivots; pivot++)
        {
            if (Entering(objective) is not (>= 0 and var column))
            {
                return true;
            }

            if (Leaving(column) is not (>= 0 and var row))
            {
                return false;
            }

            Pivot(row, column);
        }

        return false;
    }

    /// <summary>The first variable, by number, that lowers the objective; the artificial one only while it is the objective itself.</summary>
    private int Entering(int objective)
    {
        var entering = -1;
        for (var column = 0; column < _columns; column++)
        {
            var mayEnter = objective > _rows || _free[column] != Artificial;
            if (mayEnter && _table[objective, column] < -Tiny && (entering < 0 || _free[column] < _free[entering]))
            {
                entering = column;
            }
        }

        return entering;
    }

    private int Leaving(int column)
    {
        var (leaving, least) = (-1, double.PositiveInfinity);
        for (var row = 0; row < _rows; row++)
        {
            if (_table[row, column] > Tiny)
            {
                var ratio = Math.Max(_table[row, _columns], 0) / _table[row, column];
                var isTie = leaving >= 0 && Math.Abs(ratio - least) <= Tiny && _basic[row] < _basic[leaving];
                (leaving, least) = ratio < least - Tiny || leaving < 0 || isTie ? (row, ratio) : (leaving, least);
            }
        }

        return leaving;
    }

    private void Pivot(int row, int column)
    {
        var pivot = _table[row, column];
        for (var i = 0; i < _rows + 2; i++)
        {
            var share = _table[i, column] / pivot;
            for (var j = 0; i != row && j <= _columns; j++)
            {
                _table[i, j] -= j == column ? 0 : share * _table[row, j];
            }

            _table[i, column] = i == row ? pivot : -share;
        }

        for (var j = 0; j <= _columns; j++)
        {
            _table[row, j] = (j == column ? 1 : _table[row, j]) / pivot;
        }

        (_basic[row], _free[column]) = (_free[column], _basic[row]);
    }
}
