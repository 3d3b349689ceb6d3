using Etrms.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Etrms.Integration.Tests.Infrastructure;

internal static class TestServices
{
    public static readonly string MasterKey = Convert.ToBase64String(Enumerable.Range(0, 32).Select(number => (byte)number).ToArray());

    public static ServiceProvider Build(string database, string redis, params KeyValuePair<string, string?>[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
        [
            new("ConnectionStrings:etrmsdb", database), new("ConnectionStrings:redis", redis), new("Etrms:MasterKey", MasterKey),
        ]);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddLogging();
        builder.AddInfrastructure();
        return builder.Services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
