using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Correlation;

/// <summary>Mean products of fourth order of centred series.</summary>
internal sealed class FourthMoments(double[][] centred)
{
    private readonly double[][] _series = centred;
    private readonly double[][] _squares = [.. centred.Select(each => Array.ConvertAll(each, value => value * value))];
    private readonly double[][] _cubes = [.. centred.Select(each => Array.ConvertAll(each, value => value * value * value))];

    /// <summary>Of the squares of both.</summary>
    public double Squares(int one, int other) => Dots.Of(_squares[one], _squares[other]) / _series[one].Length;

    /// <summary>Of the cube of the one and the other itself.</summary>
    public double Cubes(int one, int other) => Dots.Of(_cubes[one], _series[other]) / _series[one].Length;
}
