using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using Etrms.Domain.Backtesting.Strategies;

namespace Etrms.Contracts.Strategies;

/// <summary>What a folder of own strategies holds.</summary>
/// <param name="Catalog">The strategies of the product and those that were found.</param>
/// <param name="Own">Those that were found, by file and name.</param>
/// <param name="Faults">Why others are missing: one sentence each, which names the file.</param>
public sealed record StrategyFolderContent(StrategyCatalog Catalog, ImmutableArray<StrategyDefinition> Own, ImmutableArray<string> Faults);

/// <summary>
/// Loads strategies from the assemblies in a folder. What others wrote cannot break the catalogue: a fault costs the strategy, and is told. An own
/// strategy runs with the rights of the process; the folder belongs to the operator alone.
/// </summary>
public static partial class StrategyFolder
{
    /// <summary>Takes FOLDER/*.dll and, for strategies with libraries of their own, FOLDER/NAME/NAME.dll. A folder that is not there holds nothing.</summary>
    public static StrategyFolderContent Load(string folder)
    {
        var (catalog, own, faults) = (StrategyCatalog.BuiltIn, ImmutableArray.CreateBuilder<StrategyDefinition>(), ImmutableArray.CreateBuilder<string>());
        foreach (var path in Assemblies(folder))
        {
            var file = Path.GetFileName(path);
            foreach (var definition in DefinitionsIn(path, fault => faults.Add($"{file}: {fault}")))
            {
                if (FaultOf(definition, catalog) is { } fault)
                {
                    faults.Add($"{file}: {fault}");
                    continue;
                }

                catalog = catalog.With([definition]);
                own.Add(definition);
            }
        }

        return new StrategyFolderContent(catalog, own.ToImmutable(), faults.ToImmutable());
    }

    private static IEnumerable<string> Assemblies(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var inside = Directory.EnumerateDirectories(folder).Select(each => Path.Combine(each, Path.GetFileName(each) + ".dll")).Where(File.Exists);
        return Directory.EnumerateFiles(folder, "*.dll").Concat(inside).Order(StringComparer.Ordinal);
    }

    private static List<StrategyDefinition> DefinitionsIn(string path, Action<string> refuse)
    {
        var found = new List<StrategyDefinition>();
        try
        {
            var types = new StrategyLoadContext(path).Load().GetExportedTypes().Where(IsDefinition).OrderBy(type => type.FullName, StringComparer.Ordinal);
            found.AddRange(types.Select(type => (StrategyDefinition)Activator.CreateInstance(type)!));
            if (found.Count == 0)
            {
                refuse($"holds no strategy: that is a public class derived from {nameof(StrategyDefinition)} with a constructor without parameters.");
            }
        }
        catch (BadImageFormatException)
        {
            refuse("is no .NET assembly.");
        }
        catch (TargetInvocationException exception)
        {
            refuse($"its description cannot be made: {exception.InnerException?.Message}");
        }
        catch (Exception exception) when (exception is TypeLoadException or MissingMemberException or FileNotFoundException or FileLoadException)
        {
            refuse($"does not fit this version; build it anew against it ({exception.Message}).");
        }

        return found;
    }

    private static bool IsDefinition(Type type) =>
        type is { IsAbstract: false } && typeof(StrategyDefinition).IsAssignableFrom(type) && type.GetConstructor(Type.EmptyTypes) is not null;

    private static string? FaultOf(StrategyDefinition definition, StrategyCatalog catalog)
    {
        if (!Name().IsMatch(definition.Name))
        {
            return $"the name \"{definition.Name}\" is not in snake_case.";
        }

        if (catalog.Find(definition.Name) is not null)
        {
            return $"there is a strategy \"{definition.Name}\" already.";
        }

        return definition.Validate(ImmutableDictionary<string, ParameterValue>.Empty) is [var fault, ..]
            ? $"\"{definition.Name}\" cannot be made of its own defaults: {fault.Field}: {fault.Message}"
            : null;
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex Name();
}
