using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Etrms.Api.Breakers;

/// <summary>The revision that a caller saw, as If-Match carries it; null stands for "*".</summary>
internal readonly record struct EntityTag(int? Revision)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out EntityTag tag)
    {
        tag = default;
        if (text == "*")
        {
            return true;
        }

        if (!int.TryParse(text?.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
        {
            return false;
        }

        tag = new EntityTag(revision);
        return true;
    }

    public bool Matches(int revision) => Revision is null || Revision == revision;

    public static string Of(int revision) => $"\"{revision}\"";
}
