using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Etrms.Exchanges;

public static class ExchangesRegistration
{
    /// <summary>Registers <see cref="ExchangeClients"/>, the one way to the venues.</summary>
    public static IHostApplicationBuilder AddExchanges(this IHostApplicationBuilder builder)
    {
        var venue = builder.Configuration["services:venue:http:0"];
        builder.Services.AddOptions<ExchangesOptions>()
            .BindConfiguration(ExchangesOptions.Section)
            .Configure(options => options.PaperAddress ??= venue is null ? null : new Uri(venue))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ExchangeClients>();
        return builder;
    }
}
