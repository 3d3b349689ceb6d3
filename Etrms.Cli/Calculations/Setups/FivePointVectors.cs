namespace Etrms.Cli.Calculations.Setups;

/// <summary>Files of five extrema each, and the shapes that they make.</summary>
internal sealed class FivePointVectors : IVectorFamily
{
    public string Name => "shapes of five extrema";

    public bool Takes(VectorFile file) => file.Has("input", "cases") && file.Has("parameters", "HS/IHS");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var cases = file.Input.GetProperty("cases");
        findings.Same("cases", file.Expected.GetArrayLength(), cases.GetArrayLength());
        for (var i = 0; i < Math.Min(cases.GetArrayLength(), file.Expected.GetArrayLength()); i++)
        {
            var wanted = file.Expected[i].EnumerateArray().Select(shape => shape.GetString()).Order(StringComparer.Ordinal);
            findings.Same($"cases[{i}]", string.Join(' ', wanted), string.Join(' ', SetupFamily.Shapes(cases[i]).Order(StringComparer.Ordinal)));
        }
    }
}
