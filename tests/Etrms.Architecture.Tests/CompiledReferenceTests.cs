using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Etrms.Architecture.Tests;

/// <summary>What the compiled assemblies really use; transitive references make more visible than the project files say.</summary>
public sealed class CompiledReferenceTests
{
    [Theory]
    [InlineData("Etrms.Api")]
    [InlineData("Etrms.Web")]
    [InlineData("Etrms.Cli")]
    public void Nothing_that_faces_people_can_reach_an_order_gateway(string project) =>
        Assert.DoesNotContain("Etrms.Exchanges", Assemblies(project));

    [Fact]
    public void Web_sees_the_domain_only_as_the_words_of_the_contracts()
    {
        using var domain = Open("Etrms.Domain");
        var enums = Enums(domain.GetMetadataReader());

        Assert.Empty(TypesUsed("Etrms.Web", "Etrms.Domain").Except(enums));
    }

    [Fact]
    public void The_venue_uses_the_candle_history_of_the_exchange_clients_and_nothing_that_trades() =>
        Assert.DoesNotContain(TypesUsed("Etrms.Venue", "Etrms.Exchanges"), type => type.Contains("Gateway", StringComparison.Ordinal));

    private static PEReader Open(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        return new PEReader(File.OpenRead(Path.Combine(Repository.Root, "artifacts", "bin", project, configuration, $"{project}.dll")));
    }

    private static List<string> Assemblies(string project)
    {
        using var file = Open(project);
        var reader = file.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
    }

    private static List<string> TypesUsed(string project, string from)
    {
        using var file = Open(project);
        var reader = file.GetMetadataReader();
        return
        [
            .. reader.TypeReferences.Select(reader.GetTypeReference)
                .Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference
                    && reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == from)
                .Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}"),
        ];
    }

    private static HashSet<string> Enums(MetadataReader reader) =>
    [
        .. reader.TypeDefinitions.Select(reader.GetTypeDefinition)
            .Where(type => type.BaseType.Kind == HandleKind.TypeReference
                && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type.BaseType).Name) == nameof(Enum))
            .Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}"),
    ];
}
