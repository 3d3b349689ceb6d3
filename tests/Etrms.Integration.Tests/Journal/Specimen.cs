using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace Etrms.Integration.Tests.Journal;

/// <summary>Makes values of any record with every part filled, each with another value, and tells where two values differ.</summary>
internal sealed class Specimen
{
    private static readonly NullabilityInfoContext Nullability = new();

    private int _count;

    /// <summary>The cases of a closed family.</summary>
    public static IEnumerable<Type> CasesOf(Type family) => family.GetNestedTypes().Where(nested => nested.IsSubclassOf(family));

    /// <summary>A value with every part filled, or with every part that may be null left null.</summary>
    public object Make(Type type, bool isSparse)
    {
        var constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length)
            .First(candidate => candidate.GetParameters() is not [{ ParameterType: var only }] || only != type);
        var parameters = constructor.GetParameters();
        var made = constructor.Invoke([.. parameters.Select(parameter =>
            isSparse && IsNullable(parameter) ? null : Value(parameter.ParameterType, isSparse))]);
        foreach (var property in PartsOf(type).Where(part => part.CanWrite && !Array.Exists(parameters, parameter => parameter.Name == part.Name)))
        {
            property.SetValue(made, isSparse && IsNullable(property) ? null : Value(property.PropertyType, isSparse));
        }

        return made;
    }

    /// <summary>The path of the first part that differs; null when every part is equal, decimals with their trailing zeros.</summary>
    public static string? Difference(object? left, object? right, string path = "")
    {
        if (left is null || right is null || left.GetType() != right.GetType())
        {
            return left is null && right is null ? null : $"{path}: {left ?? "null"} is not {right ?? "null"}";
        }

        var type = left.GetType();
        if (left is decimal number)
        {
            return decimal.GetBits(number).SequenceEqual(decimal.GetBits((decimal)right)) ? null : $"{path}: {left} is not {right}";
        }

        if (IsPlain(type))
        {
            return left.Equals(right) ? null : $"{path}: {left} is not {right}";
        }

        if (left is IEnumerable items)
        {
            var (first, second) = (items.Cast<object?>().ToList(), ((IEnumerable)right).Cast<object?>().ToList());
            return first.Count != second.Count
                ? $"{path}: {first.Count} are not {second.Count}"
                : first.Select((item, i) => Difference(item, second[i], $"{path}[{i}]")).FirstOrDefault(found => found is not null);
        }

        return PartsOf(type).Select(part => Difference(part.GetValue(left), part.GetValue(right), $"{path}.{part.Name}"))
            .FirstOrDefault(found => found is not null);
    }

    private static bool IsPlain(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(Guid) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan)
        || type == typeof(DateOnly) || type == typeof(TimeOnly);

    private static IEnumerable<PropertyInfo> PartsOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0);

    private static bool IsNullable(ParameterInfo parameter) =>
        Nullable.GetUnderlyingType(parameter.ParameterType) is not null || Nullability.Create(parameter).WriteState == NullabilityState.Nullable;

    private static bool IsNullable(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null || Nullability.Create(property).WriteState == NullabilityState.Nullable;

    private object Value(Type type, bool isSparse)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Value(value, isSparse);
        }

        if (type.IsGenericType && type.GetGenericArguments() is [.., var item] && type.GetInterface(nameof(IEnumerable)) is not null)
        {
            return Collection(type, item, isSparse);
        }

        if (type.IsAbstract)
        {
            var cases = CasesOf(type).ToList();
            return Make(cases[_count++ % cases.Count], isSparse);
        }

        return Plain(type) ?? Make(type, isSparse);
    }

    private object? Plain(Type type)
    {
        _count++;
        return type switch
        {
            _ when type.IsEnum => Enum.GetValues(type).Cast<object>().Last(),
            _ when type == typeof(decimal) => decimal.Parse($"{_count}.250", CultureInfo.InvariantCulture),
            _ when type == typeof(string) => $"text {_count} \"ü\" \n",
            _ when type == typeof(bool) => true,
            _ when type == typeof(Guid) => new Guid(_count, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2025, 6, 13, 0, 0, 0, TimeSpan.Zero).AddTicks(1_234_567L * _count),
            _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(12_345_678_901L * _count),
            _ when type == typeof(DateOnly) => new DateOnly(2025, 6, 13).AddDays(_count),
            _ when type == typeof(TimeOnly) => new TimeOnly(2, 30).Add(TimeSpan.FromTicks(_count)),
            _ when type.IsPrimitive => Convert.ChangeType(_count % 100, type, CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private object Collection(Type type, Type item, bool isSparse)
    {
        if (type.GetGenericArguments() is [var key, _])
        {
            var pairs = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, item))!;
            pairs.Add(Value(key, isSparse), Value(item, isSparse));
            var create = typeof(ImmutableSortedDictionary).GetMethods().Single(method =>
                method.Name == nameof(ImmutableSortedDictionary.CreateRange) && method.GetParameters().Length == 1);
            return create.MakeGenericMethod(key, item).Invoke(null, [pairs])!;
        }

        var items = Array.CreateInstance(item, isSparse ? 0 : 2);
        for (var i = 0; i < items.Length; i++)
        {
            items.SetValue(Value(item, isSparse), i);
        }

        return type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            ? System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray((dynamic)items)
            : items;
    }
}
