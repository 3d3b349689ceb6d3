using System.Text.Json;
using System.Text.Json.Nodes;

namespace Etrms.Cli.Calculations.Correlations;

/// <summary>Several series in an input, as rows by time, and matrices on the way out.</summary>
internal static class SeriesInput
{
    /// <summary>A series per column of the rows.</summary>
    public static double[][] Columns(double[][] rows) =>
        rows.Length == 0 ? [] : [.. Enumerable.Range(0, rows[0].Length).Select(column => Array.ConvertAll(rows, row => row[column]))];

    /// <summary>Rows by time of at least so many points and two series that move.</summary>
    public static double[][] Returns(this JsonElement input, int leastPoints)
    {
        var rows = input.Rows("returns");
        if (rows.Length < leastPoints || rows[0].Length < 2)
        {
            throw CalculationInput.Bad($"\"returns\" must have {leastPoints} rows or more, of 2 numbers or more.");
        }

        var columns = Columns(rows);
        return Array.FindIndex(columns, column => Array.TrueForAll(column, value => value.Equals(column[0]))) is >= 0 and var still
            ? throw CalculationInput.Bad($"Column {still} of \"returns\" does not move.")
            : columns;
    }

    /// <summary>A square matrix that is symmetric.</summary>
    public static double[,] Symmetric(this JsonElement input, string name)
    {
        var rows = input.Rows(name);
        var matrix = new double[rows.Length, rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != rows.Length)
            {
                throw CalculationInput.Bad($"\"{name}\" must have as many columns as rows.");
            }

            for (var j = 0; j <= i; j++)
            {
                matrix[i, j] = matrix[j, i] = Math.Abs(rows[i][j] - rows[j][i]) <= 1e-9 * Math.Max(Math.Abs(rows[i][j]), 1)
                    ? rows[i][j]
                    : throw CalculationInput.Bad($"\"{name}\" must be symmetric: [{i}][{j}] differs from [{j}][{i}].");
            }
        }

        return rows.Length > 0 ? matrix : throw CalculationInput.Bad($"\"{name}\" must not be empty.");
    }

    public static JsonArray Node(double[,] matrix) =>
    [
        .. Enumerable.Range(0, matrix.GetLength(0)).Select(row =>
            (JsonNode)CalculationInput.Series(Enumerable.Range(0, matrix.GetLength(1)).Select(column => matrix[row, column]))),
    ];
}
