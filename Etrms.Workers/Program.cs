using Etrms.Exchanges;
using Etrms.Infrastructure;
using Etrms.Infrastructure.Postgres;
using Etrms.ServiceDefaults;
using Etrms.Workers.Analysis;
using Etrms.Workers.Jobs;
using Etrms.Workers.Risk;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddInfrastructure();

// "migrate" brings the schema up to date and exits; everything else waits for that.
if (args is ["migrate", ..])
{
    await using var migration = builder.Build();
    await DatabaseMigration.ApplyAsync(migration.Services, TimeSpan.FromMinutes(2), CancellationToken.None);
    return;
}

builder.AddExchanges();

// Services stop in reverse order: the risk loop hands over before jobs are waited for.
builder.AddJobs();
builder.AddRiskLoop();
builder.AddMarketAnalysis();

var app = builder.Build();
app.MapDefaultEndpoints();
await app.RunAsync();
