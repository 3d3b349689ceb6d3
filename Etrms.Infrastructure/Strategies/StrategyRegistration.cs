using Etrms.Contracts.Strategies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Etrms.Infrastructure.Strategies;

internal static partial class StrategyRegistration
{
    /// <summary>The catalogue of strategies, read once: a library that is added counts from the next start on.</summary>
    public static void AddStrategies(this IHostApplicationBuilder builder)
    {
        var state = builder.Configuration["Etrms:StateFolder"];
        builder.Services.AddOptions<StrategyOptions>()
            .BindConfiguration(StrategyOptions.Section)
            .Configure(options => options.Folder = options.Folder.Length > 0 || state is null ? options.Folder : Path.Combine(state, "strategies"));
        builder.Services
            .AddSingleton(services => Read(
                services.GetRequiredService<IOptions<StrategyOptions>>().Value,
                services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(StrategyFolder).FullName!)))
            .AddSingleton(services => services.GetRequiredService<StrategyFolderContent>().Catalog);
    }

    private static StrategyFolderContent Read(StrategyOptions options, ILogger logger)
    {
        var content = StrategyFolder.Load(options.Folder);
        foreach (var definition in content.Own)
        {
            OwnStrategyRead(logger, definition.Name);
        }

        foreach (var fault in content.Faults)
        {
            OwnStrategyRefused(logger, fault);
        }

        return content;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The own strategy {Strategy} is in the catalogue.")]
    private static partial void OwnStrategyRead(ILogger logger, string strategy);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An own strategy is left out. {Fault}")]
    private static partial void OwnStrategyRefused(ILogger logger, string fault);
}
