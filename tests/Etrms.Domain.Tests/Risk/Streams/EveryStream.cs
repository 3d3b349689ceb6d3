using System.Globalization;
using System.Text;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>Holds a property against every stream; one that breaks it is shrunk, named by its seed and told input by input.</summary>
internal static class EveryStream
{
    public static void Hold(int length, Action<RandomStream> property, Func<RandomStream, StreamWorld>? play = null)
    {
        foreach (var stream in RandomStream.All(length))
        {
            if (Break(property, stream) is not null)
            {
                Assert.Fail(Report(stream.Shrink(shorter => Break(property, shorter) is not null), property, play));
            }
        }
    }

    /// <summary>What went wrong; null when nothing did.</summary>
    public static Exception? Break(Action<RandomStream> property, RandomStream stream)
    {
        try
        {
            property(stream);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    public static string Report(RandomStream smallest, Action<RandomStream> property, Func<RandomStream, StreamWorld>? play)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Stream with seed {smallest.Seed}, shrunk to {smallest.Acts.Length} acts [{string.Join(", ", smallest.Acts)}]:");
        text.AppendLine(Break(property, smallest)?.ToString());
        var world = (play ?? StreamWorld.Play)(smallest);
        foreach (var line in world.Told())
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }
}
