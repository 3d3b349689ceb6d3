using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Tests.Analysis.Algebra;

public sealed class LinearProgramTests
{
    [Fact]
    public void The_best_corner_is_found_though_the_origin_is_not_allowed()
    {
        var solution = LinearProgram.Minimise([-1, -2], [[1, 1], [0, 1], [-1, 0]], [4, 3, -0.5])!;

        Assert.Equal(1, solution[0], 9);
        Assert.Equal(3, solution[1], 9);
    }

    [Fact]
    public void An_equality_can_be_written_as_two_bounds()
    {
        var solution = LinearProgram.Minimise([3, 1, 2], [[1, 1, 1], [-1, -1, -1], [0, 1, 0]], [1, -1, 0.4])!;

        Assert.Equal([0, 0.4, 0.6], solution.Select(value => Math.Round(value, 9)));
    }

    [Fact]
    public void What_contradicts_itself_and_what_has_no_end_has_no_solution()
    {
        Assert.Null(LinearProgram.Minimise([1], [[1], [-1]], [1, -2]));
        Assert.Null(LinearProgram.Minimise([-1], [[-1]], [0]));
    }
}
