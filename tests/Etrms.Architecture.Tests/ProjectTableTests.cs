using System.Xml.Linq;

namespace Etrms.Architecture.Tests;

/// <summary>Who may know whom (docs/architecture.md, section Projects).</summary>
public sealed class ProjectTableTests
{
    public static TheoryData<string, string[]> Table => new()
    {
        { "Etrms.Domain", [] },
        { "Etrms.Contracts", ["Etrms.Domain"] },
        { "Etrms.Exchanges", ["Etrms.Domain"] },
        { "Etrms.Infrastructure", ["Etrms.Contracts", "Etrms.Domain"] },
        { "Etrms.ServiceDefaults", [] },
        { "Etrms.Workers", ["Etrms.Contracts", "Etrms.Domain", "Etrms.Exchanges", "Etrms.Infrastructure", "Etrms.ServiceDefaults"] },
        { "Etrms.Api", ["Etrms.Contracts", "Etrms.Domain", "Etrms.Infrastructure", "Etrms.ServiceDefaults"] },
        { "Etrms.Web", ["Etrms.Contracts", "Etrms.ServiceDefaults"] },
        { "Etrms.Cli", ["Etrms.Contracts", "Etrms.Domain"] },
        { "Etrms.Venue", ["Etrms.Domain", "Etrms.Exchanges", "Etrms.ServiceDefaults"] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_project_references_only_what_the_table_allows(string project, string[] allowed)
    {
        var references = XDocument.Parse(Repository.Read($"{project}/{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void Every_project_stands_in_the_table()
    {
        var projects = Directory.EnumerateFiles(Repository.Root, "Etrms.*.csproj", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Where(name => name != "Etrms.AppHost");

        Assert.Equal(Table.Select(row => row.Data.Item1).Order(), projects.Order());
    }

    [Fact]
    public void Domain_uses_no_package_but_MathNet()
    {
        var packages = XDocument.Parse(Repository.Read("Etrms.Domain/Etrms.Domain.csproj"))
            .Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value);

        Assert.Equal(["MathNet.Numerics"], packages);
    }
}
