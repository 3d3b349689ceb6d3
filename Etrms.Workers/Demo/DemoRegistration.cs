using Etrms.ServiceDefaults;
using Etrms.Workers.Commands;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Demo;

internal static class DemoRegistration
{
    /// <summary>The demo on the paper venue.</summary>
    public static IHostApplicationBuilder AddDemo(this IHostApplicationBuilder builder)
    {
        builder.AddServiceClient<VenueControl>("venue");
        builder.Services.AddScoped<DemoPositions>().AddScoped<ICommandHandler, DemoSetUp>();
        builder.Services.AddScoped<ITermLoop, PriceSourceWatch>();
        return builder;
    }
}
