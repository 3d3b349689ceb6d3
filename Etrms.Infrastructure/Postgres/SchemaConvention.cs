using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Etrms.Infrastructure.Postgres;

/// <summary>snake_case names, and enums as the same UPPER_SNAKE text as in the JSON outside, so that a row reads alike everywhere.</summary>
internal sealed class SchemaConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            entity.Builder.ToTable(Snake(entity.GetTableName()!));
            foreach (var property in entity.GetDeclaredProperties())
            {
                property.Builder.HasColumnName(Snake(property.Name));
                ConvertEnum(property);
            }
        }

        // Only when every column has its name: key and index names are built from them.
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            NameConstraints(entity);
        }
    }

    private static void NameConstraints(IConventionEntityType entity)
    {
        foreach (var key in entity.GetDeclaredKeys())
        {
            key.Builder.HasName(key.GetName()!.ToLowerInvariant());
        }

        foreach (var foreignKey in entity.GetDeclaredForeignKeys())
        {
            foreignKey.Builder.HasConstraintName(foreignKey.GetConstraintName()!.ToLowerInvariant());
        }

        foreach (var index in entity.GetDeclaredIndexes())
        {
            index.Builder.HasDatabaseName(index.GetDatabaseName()!.ToLowerInvariant());
        }
    }

    private static void ConvertEnum(IConventionProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type.IsEnum)
        {
            property.Builder.HasConversion((ValueConverter)Activator.CreateInstance(typeof(EnumText<>).MakeGenericType(type))!);
        }
    }

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private sealed class EnumText<T>() : ValueConverter<T, string>(value => ToText(value), text => FromText(text))
        where T : struct, Enum
    {
        private static readonly Dictionary<T, string> Texts =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));

        private static readonly Dictionary<string, T> Values = Texts.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        private static string ToText(T value) => Texts[value];

        private static T FromText(string text) => Values[text];
    }
}
