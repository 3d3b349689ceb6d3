using System.Text.RegularExpressions;

namespace Etrms.Architecture.Tests;

/// <summary>The AppHost's program stays within the part of Aspire's API that both hosts have.</summary>
public sealed partial class HostProgramTests
{
    private static readonly string[] Allowed =
    [
        "CreateBuilder", "AddParameter", "AddPostgres", "WithDataVolume", "AddDatabase", "AddRedis", "AddProject", "WithReference", "WaitFor",
        "WaitForCompletion", "WithEnvironment", "WithHttpHealthCheck", "WithExternalHttpEndpoints", "WithReplicas", "Build", "Run",
    ];

    [Fact]
    public void Program_calls_only_the_shared_members() =>
        Assert.Empty(Call().Matches(Repository.Read("Etrms.AppHost/Program.cs")).Select(call => call.Groups[1].Value).Except(Allowed));

    [GeneratedRegex(@"\.(\w+)(?:<[\w.]+>)?\(")]
    private static partial Regex Call();
}
