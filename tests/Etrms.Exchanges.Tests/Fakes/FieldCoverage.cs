using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>
/// Holds a recorded text against what the client's own reader made of it, leaf by leaf: a leaf that has no member to go to is a fault, and so
/// is one whose member says something else.
/// </summary>
/// <param name="later">What a member that keeps its part as text is read by, once the reader knows what it is, as "Message.field".</param>
internal sealed class FieldCoverage(IReadOnlyDictionary<string, JsonTypeInfo>? later = null)
{
    private readonly List<string> _faults = [];

    /// <summary>What was read wrong or passed over; empty when all is well.</summary>
    public IReadOnlyList<string> Faults(JsonElement recorded, JsonTypeInfo type)
    {
        Compare(new("$", type, Member: ""), recorded, recorded.Deserialize(type));
        return _faults;
    }

    private void Compare(Place place, JsonElement recorded, object? read)
    {
        switch (recorded.ValueKind, read)
        {
            case (JsonValueKind.Object or JsonValueKind.Array, JsonElement text):
                CompareLater(place, recorded, text);
                break;
            case (JsonValueKind.Object, not null) when place.Type.Kind == JsonTypeInfoKind.Object:
                CompareObject(place, recorded, read);
                break;
            case (JsonValueKind.Array, Array rows):
                CompareArray(place, recorded, rows);
                break;
            case (JsonValueKind.Array, not null) when place.Type.Kind == JsonTypeInfoKind.None:
                CompareUnnamed(place, recorded, read);
                break;
            default:
                Require(IsSame(recorded, read), $"{place.Path}: recorded {recorded.GetRawText()}, read {read ?? "nothing"}");
                break;
        }
    }

    private void CompareLater(Place place, JsonElement recorded, JsonElement text)
    {
        var type = later?.GetValueOrDefault(place.Member);
        Require(type is not null, $"{place.Path}: {place.Member} is kept as text and not read");
        if (type is not null)
        {
            Compare(place with { Type = type }, recorded, text.Deserialize(type));
        }
    }

    private void CompareObject(Place place, JsonElement recorded, object read)
    {
        foreach (var field in recorded.EnumerateObject())
        {
            var member = $"{place.Type.Type.Name}.{field.Name}";
            var get = place.Type.Properties.FirstOrDefault(property => property.Name == field.Name);
            Require(get?.Get is not null, $"{place.Path}: {member} is not read");
            if (get?.Get is { } value)
            {
                var type = place.Type.Options.GetTypeInfo(get.PropertyType);
                Compare(new($"{place.Path}.{field.Name}", type, member), field.Value, value(read));
            }
        }
    }

    private void CompareArray(Place place, JsonElement recorded, Array rows)
    {
        Require(recorded.GetArrayLength() == rows.Length, $"{place.Path}: recorded {recorded.GetArrayLength()} rows, read {rows.Length}");
        var row = place.Type.Options.GetTypeInfo(place.Type.ElementType!);
        foreach (var (index, (item, value)) in recorded.EnumerateArray().Zip(rows.Cast<object?>()).Index())
        {
            Compare(place with { Path = $"{place.Path}[{index}]", Type = row }, item, value);
        }
    }

    /// <summary>A list without names becomes a record whose members stand in the order of the list.</summary>
    private void CompareUnnamed(Place place, JsonElement recorded, object read)
    {
        object?[] members = [.. read.GetType().GetProperties().Select(property => property.GetValue(read))];
        Require(recorded.GetArrayLength() == members.Length, $"{place.Path}: recorded {recorded.GetArrayLength()} values, read {members.Length}");
        foreach (var (index, (item, value)) in recorded.EnumerateArray().Zip(members).Index())
        {
            Require(IsSame(item, value), $"{place.Path}[{index}]: recorded {item}, read {value ?? "nothing"}");
        }
    }

    private void Require(bool isWell, string fault)
    {
        if (!isWell)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>A blank amount is none: the readers make null of it.</summary>
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

    /// <param name="Member">What led here, as "Message.field".</param>
    private sealed record Place(string Path, JsonTypeInfo Type, string Member);
}
