var builder = DistributedApplication.CreateBuilder(args);

var masterKey = builder.AddParameter("master-key", secret: true);
var jwtKey = builder.AddParameter("jwt-key", secret: true);
var setupToken = builder.AddParameter("setup-token", secret: true);

var database = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("etrmsdb");
var redis = builder.AddRedis("redis").WithDataVolume();

var migrations = builder.AddProject<Projects.Etrms_Workers>("migrations", launchProfileName: "migrate")
    .WithReference(database).WaitFor(database);

var venue = builder.AddProject<Projects.Etrms_Venue>("venue")
    .WithHttpHealthCheck("/health");

builder.AddProject<Projects.Etrms_Workers>("workers", launchProfileName: "workers")
    .WithReference(database).WaitForCompletion(migrations)
    .WithReference(redis).WaitFor(redis)
    .WithReference(venue).WaitFor(venue)
    .WithEnvironment("Etrms__MasterKey", masterKey)
    .WithEnvironment("Analysis__Coins", "BTC,ETH,SOL")
    .WithHttpHealthCheck("/health");

var api = builder.AddProject<Projects.Etrms_Api>("api")
    .WithReference(database).WaitForCompletion(migrations)
    .WithReference(redis).WaitFor(redis)
    .WithReference(venue)
    .WithEnvironment("Etrms__MasterKey", masterKey)
    .WithEnvironment("Etrms__JwtKey", jwtKey)
    .WithEnvironment("Etrms__SetupToken", setupToken)
    .WithHttpHealthCheck("/health");

builder.AddProject<Projects.Etrms_Web>("web")
    .WithReference(api).WaitFor(api)
    .WithEnvironment("Etrms__MasterKey", masterKey)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health");

builder.Build().Run();
