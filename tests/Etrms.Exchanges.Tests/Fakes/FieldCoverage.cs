using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>Holds a recorded text against what the client's own reader made of it, field by field.</summary>
internal static class FieldCoverage
{
    /// <summary>What was read wrong or passed over without being named as unread; empty when all is well.</summary>
    /// <param name="unread">Fields that the client has no use for, as "Message.field".</param>
    public static IReadOnlyList<string> Faults(JsonElement recorded, object? read, JsonTypeInfo type, IReadOnlySet<string> unread)
    {
        var faults = new List<string>();
        Compare("$", recorded, read, type, unread, faults);
        return faults;
    }

    private static void Compare(
        string path, JsonElement recorded, object? read, JsonTypeInfo type, IReadOnlySet<string> unread, List<string> faults)
    {
        switch (recorded.ValueKind)
        {
            case JsonValueKind.Object when type.Kind == JsonTypeInfoKind.Object:
                CompareObject(path, recorded, read!, type, unread, faults);
                break;
            case JsonValueKind.Array when read is Array rows:
                CompareArray(path, recorded, rows, type, unread, faults);
                break;
            default:
                if (!IsSame(recorded, read))
                {
                    faults.Add($"{path}: recorded {recorded.GetRawText()}, read {read ?? "nothing"}");
                }

                break;
        }
    }

    private static void CompareObject(
        string path, JsonElement recorded, object read, JsonTypeInfo type, IReadOnlySet<string> unread, List<string> faults)
    {
        foreach (var field in recorded.EnumerateObject())
        {
            var property = type.Properties.FirstOrDefault(property => property.Name == field.Name);
            if (property?.Get is { } get)
            {
                Compare($"{path}.{field.Name}", field.Value, get(read), type.Options.GetTypeInfo(property.PropertyType), unread, faults);
            }
            else if (!unread.Contains($"{type.Type.Name}.{field.Name}"))
            {
                faults.Add($"{path}: {type.Type.Name}.{field.Name} is not read, and not named as unread");
            }
        }
    }

    private static void CompareArray(
        string path, JsonElement recorded, Array rows, JsonTypeInfo type, IReadOnlySet<string> unread, List<string> faults)
    {
        if (recorded.GetArrayLength() != rows.Length)
        {
            faults.Add($"{path}: recorded {recorded.GetArrayLength()} rows, read {rows.Length}");
            return;
        }

        var row = type.Options.GetTypeInfo(type.ElementType!);
        for (var i = 0; i < rows.Length; i++)
        {
            Compare($"{path}[{i}]", recorded[i], rows.GetValue(i), row, unread, faults);
        }
    }

    private static bool IsSame(JsonElement recorded, object? read) => (recorded.ValueKind, read) switch
    {
        (JsonValueKind.Null, null) => true,
        (JsonValueKind.String, null) => recorded.GetString()!.Length == 0,
        (JsonValueKind.String, string text) => recorded.GetString() == text,
        (JsonValueKind.String, bool flag) => string.Equals(recorded.GetString(), flag.ToString(), StringComparison.OrdinalIgnoreCase),
        (JsonValueKind.String, IConvertible number) => Number(recorded.GetString()!) == number.ToDecimal(CultureInfo.InvariantCulture),
        (JsonValueKind.Number, IConvertible number) => Number(recorded.GetRawText()) == number.ToDecimal(CultureInfo.InvariantCulture),
        (JsonValueKind.True or JsonValueKind.False, bool flag) => recorded.GetBoolean() == flag,
        (_, JsonElement same) => same.GetRawText() == recorded.GetRawText(),
        _ => false,
    };

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
