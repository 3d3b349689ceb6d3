using System.Runtime.CompilerServices;
using Etrms.Infrastructure.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal;

// Usage: dotnet run --project eng/Etrms.Migrations -- add NameOfWhatItDoes
//        dotnet run --project eng/Etrms.Migrations -- sql
await using var db = new EtrmsDbContext(new DbContextOptionsBuilder<EtrmsDbContext>().UseNpgsql("Host=nowhere").Options);
switch (args)
{
    case ["add", var name]:
        await AddAsync(db, name);
        return 0;
    case ["sql"]:
        Console.WriteLine(db.GetService<IMigrator>().GenerateScript());
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: add NameOfWhatItDoes | sql");
        return 2;
}

static async Task AddAsync(EtrmsDbContext db, string name)
{
    var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(db);
#pragma warning disable EF1001 // The provider's design services have no public door but "dotnet ef", which does not restore.
    new NpgsqlDesignTimeServices().ConfigureDesignTimeServices(services);
#pragma warning restore EF1001
    await using var provider = services.BuildServiceProvider();
    var scaffolder = provider.GetRequiredService<IMigrationsScaffolder>();
    var project = Path.GetFullPath(Path.Combine(Here(), "../../Etrms.Infrastructure"));
    var folder = Path.Combine(project, "Postgres/Migrations");
    var migration = scaffolder.ScaffoldMigration(name, "Etrms.Infrastructure", "Postgres.Migrations");
    var files = scaffolder.Save(project, migration, folder, dryRun: false);
    foreach (var file in new[] { files.MigrationFile!, files.MetadataFile!, files.SnapshotFile! })
    {
        // The scaffolder writes a byte order mark, which no other file here has.
        await File.WriteAllTextAsync(file, await File.ReadAllTextAsync(file));
        Console.WriteLine(Path.GetRelativePath(project, file));
    }
}

static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
