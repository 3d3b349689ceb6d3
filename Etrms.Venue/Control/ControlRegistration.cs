using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Etrms.Venue.Faults;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Control;

/// <summary>The control paths, which answer this machine alone unless the configuration opens them.</summary>
internal static class ControlRegistration
{
    public static void AddControl(this IHostApplicationBuilder builder)
    {
        builder.Services.AddValidation();
        builder.Services.AddProblemDetails();
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.AllowReadingFromString;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        });
    }

    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/control").AddEndpointFilter(RefuseStrangersAsync);
        control.MapMarketControl();
        control.MapFaultControl();
    }

    private static ValueTask<object?> RefuseStrangersAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var isOpen = context.HttpContext.RequestServices.GetRequiredService<IOptions<VenueOptions>>().Value.ControlAnywhere;
        return isOpen || IsLoopback(context.HttpContext.Connection.RemoteIpAddress)
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.Problem("The control paths answer this machine alone.", statusCode: StatusCodes.Status403Forbidden));
    }

    private static bool IsLoopback(IPAddress? address) =>
        address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
