using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Integration.Tests.Running;

namespace Etrms.Integration.Tests.EveryEndpoint;

/// <summary>What a contract accepts, from its own type: a plausible value of it, and for each field the values that it must refuse.</summary>
internal static class BodyShape
{
    private const string Injection = "'; DROP TABLE users; --";

    /// <summary>Values that the type alone does not tell.</summary>
    private static readonly Dictionary<string, string> Plausible = new(StringComparer.Ordinal)
    {
        ["type"] = "\"MAX_DRAWDOWN\"",
        ["threshold"] = "\"0.05\"",
        ["at"] = "\"1\"",
        ["fraction"] = "\"0.5\"",
        ["user_name"] = $"\"{RunningSystem.UserName}\"",
        ["current_password"] = $"\"{RunningSystem.Password}\"",
        ["password"] = $"\"{RunningSystem.Password}\"",
        ["resume_after_minutes"] = "5",
        ["taker_fee"] = "\"0.0004\"",
        ["maker_fee"] = "\"0.0002\"",
        ["slippage"] = "\"0.0001\"",
        ["exchange"] = "\"BINANCE\"",
        ["network"] = "\"PAPER\"",
        ["kind"] = "\"NOTIFY\"",
        ["stop_loss"] = "\"1\"",
        ["rebase"] = "\"REBASE\"",
        ["start"] = "\"2024-01-01T00:00:00Z\"",
        ["end"] = "\"2024-01-02T00:00:00Z\"",
        ["start_date"] = "\"2024-01-01T00:00:00Z\"",
        ["end_date"] = "\"2024-06-01T00:00:00Z\"",
        ["exchanges"] = "[\"BINANCE\"]",
        ["symbols"] = "[\"BTCUSDT\"]",
        ["timeframe"] = "\"1h\"",
        ["quiet_from"] = "\"22:00\"",
        ["quiet_until"] = "\"07:00\"",
        ["quiet_zone"] = "\"UTC\"",
        ["address"] = "\"https://hooks.example.com/x\"",
        ["secret"] = "\"a secret of some length\"",
    };

    /// <summary>Fields that a body may leave out, and that would contradict others when present.</summary>
    private static readonly HashSet<string> LeftOut =
    [
        "action", "reduce_by", "enabled", "symbols", "exchanges", "settings", "quantity", "grace", "state_version", "account_id", "symbol",
        "accounts", "breakers", "measure_scope", "act_scope", "clear_at", "rearm_after_seconds", "rearm_clear_for_seconds", "max_auto_rearms",
        "cooldown_seconds", "qualify_for_ms", "qualify_min_samples", "factor", "distance", "until", "for_seconds", "heat_map",
        "max_slippage",
    ];

    /// <summary>Fields for which a negative number is no nonsense.</summary>
    private static readonly HashSet<string> Signed = ["priority", "state_version", "seed"];

    public static JsonObject PlausibleBody(Type contract)
    {
        var body = new JsonObject();
        foreach (var property in Properties(contract).Where(property => IsRequired(property) || !LeftOut.Contains(JsonName(property))))
        {
            body[JsonName(property)] = PlausibleValue(property);
        }

        return body;
    }

    /// <summary>Every field with each value that it must refuse; nested fields by their path.</summary>
    public static IEnumerable<(string Field, string Path, JsonNode? Value)> WrongFields(Type contract) =>
        from property in Properties(contract)
        from wrong in WrongValues(property)
        select (JsonName(property), $"{JsonName(property)}{wrong.Below}", wrong.Value);

    public static IEnumerable<string> RequiredFields(Type contract) => Properties(contract).Where(IsRequired).Select(JsonName);

    private static IEnumerable<(string Below, JsonNode? Value)> WrongValues(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        foreach (var json in WrongByType(type).Concat(WrongByAttribute(property)).Concat(WrongBySign(type, JsonName(property))))
        {
            yield return ("", JsonNode.Parse(json));
        }

        if (IsRequired(property))
        {
            yield return ("", null);
        }

        foreach (var inner in WrongInside(type))
        {
            yield return inner;
        }
    }

    private static string[] WrongByType(Type type) => type switch
    {
        _ when type == typeof(string) => ["12", "true", "{}", "[]", "\"bad \\u0000 text\""],
        _ when type == typeof(decimal) => ["\"abc\"", "\"NaN\"", "\"Infinity\"", "1e400", "true", "{}", "[]", "\"\"", $"\"{Injection}\"", "1000000000000000000000000000"],
        _ when type == typeof(int) || type == typeof(long) => ["\"abc\"", "\"NaN\"", "1.5", "1e30", "true", "{}", "[]", $"\"{Injection}\""],
        _ when type == typeof(bool) => ["\"maybe\"", "7", "{}", "[]"],
        _ when type == typeof(Guid) => ["\"abc\"", "7", "{}", $"\"{Injection}\"", $"\"{Guid.NewGuid()}\""],
        _ when type == typeof(DateTimeOffset) => ["\"yesterday\"", "\"2025-13-45T99:00:00Z\"", "7", "true", "{}", $"\"{Injection}\""],
        _ when type.IsEnum => ["\"NO_SUCH_VALUE\"", "7", "{}", "[]", "\"\"", $"\"{Injection}\""],
        _ when IsTexts(type) => ["\"abc\"", "7", "[]", "{\"no_such_setting\":\"1\"}", "{\"mode\":7}"],
        _ when ItemOf(type) is not null => ["\"abc\"", "7", "{}"],
        _ => ["\"abc\"", "7", "[]", "{\"no_such_member\":1}"],
    };

    private static IEnumerable<string> WrongByAttribute(PropertyInfo property)
    {
        if (property.GetCustomAttribute<StringLengthAttribute>() is { } length)
        {
            yield return JsonSerializer.Serialize(new string('x', length.MaximumLength + 1));
            if (length.MinimumLength > 0 && IsRequired(property))
            {
                yield return "\"\"";
            }
        }

        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            yield return (Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
            yield return (Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture);
        }
    }

    private static string[] WrongBySign(Type type, string name) =>
        !Signed.Contains(name) && (type == typeof(decimal) || type == typeof(int) || type == typeof(long)) ? ["-1"] : [];

    private static IEnumerable<(string Below, JsonNode? Value)> WrongInside(Type type)
    {
        if (ItemOf(type) is { } item)
        {
            foreach (var json in item.Assembly == typeof(BodyShape).Assembly ? [] : WrongByType(item))
            {
                yield return ("[0]", new JsonArray(JsonNode.Parse(json)));
            }

            foreach (var (field, path, value) in IsContract(item) ? WrongFields(item) : [])
            {
                yield return ($"[0].{path}", new JsonArray(With(item, field, value)));
            }
        }
        else if (IsContract(type))
        {
            foreach (var (field, path, value) in WrongFields(type))
            {
                yield return ($".{path}", With(type, field, value));
            }
        }
    }

    private static JsonObject With(Type contract, string field, JsonNode? value)
    {
        var body = PlausibleBody(contract);
        body[field] = value?.DeepClone();
        return body;
    }

    private static JsonNode? PlausibleValue(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return Plausible.TryGetValue(JsonName(property), out var known) && (!type.IsEnum || NamesOf(type).Contains(known.Trim('"'))) ? JsonNode.Parse(known) : type switch
        {
            _ when type == typeof(string) => new string('x', Math.Max(8, property.GetCustomAttribute<StringLengthAttribute>()?.MinimumLength ?? 0)),
            _ when type == typeof(decimal) => "1",
            _ when type == typeof(int) || type == typeof(long) => Math.Max(1, Convert.ToInt32(property.GetCustomAttribute<RangeAttribute>()?.Minimum ?? 1, CultureInfo.InvariantCulture)),
            _ when type == typeof(bool) => false,
            _ when type == typeof(Guid) => Guid.NewGuid(),
            _ when type == typeof(DateTimeOffset) => "2024-01-01T00:00:00Z",
            _ when type.IsEnum => NamesOf(type).First(),
            _ when IsTexts(type) => new JsonObject(),
            _ when ItemOf(type) is { } item => IsContract(item) ? new JsonArray(PlausibleBody(item)) : new JsonArray(),
            _ => PlausibleBody(type),
        };
    }

    private static IEnumerable<string> NamesOf(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseUpper.ConvertName);

    private static IEnumerable<PropertyInfo> Properties(Type contract) =>
        contract.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name != "EqualityContract");

    private static bool IsRequired(PropertyInfo property) => property.GetCustomAttribute<RequiredAttribute>() is not null;

    private static bool IsContract(Type type) => type.Namespace == "Etrms.Contracts" && !type.IsEnum;

    private static bool IsTexts(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>);

    private static Type? ItemOf(Type type) =>
        type != typeof(string) && type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) && !IsTexts(type) ? type.GetGenericArguments()[0] : null;

    private static string JsonName(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}
