using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Etrms.ServiceDefaults;

/// <summary>Traces, metrics and logs over OTLP, when OTEL_EXPORTER_OTLP_ENDPOINT names a receiver.</summary>
internal static class Telemetry
{
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Quartz", "Etrms.*"];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql", "Quartz",
        "Etrms.*",
    ];

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 } endpoint)
        {
            return;
        }

        var resource = ResourceBuilder.CreateDefault()
            .AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName);
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource).AddSource(Sources).AddOtlpExporter(To(endpoint, "v1/traces")).Build());
        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource).AddMeter(Meters)
            .AddOtlpExporter((exporter, reader) =>
            {
                To(endpoint, "v1/metrics")(exporter);
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = 10_000;
            }).Build());
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.SetResourceBuilder(resource).AddOtlpExporter(To(endpoint, "v1/logs"));
        });
        builder.Services.AddHostedService<TelemetryLifetime>();
    }

    /// <summary>A signal's address set in code must carry its path; HTTP is chosen because the receivers here speak no gRPC.</summary>
    private static Action<OtlpExporterOptions> To(string endpoint, string path) => exporter =>
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(new Uri(endpoint.TrimEnd('/') + "/"), path);
    };

    /// <summary>Takes both providers so that they are created at start and flushed at stop.</summary>
    private sealed class TelemetryLifetime(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        private const int FlushMilliseconds = 2_000;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            traces.ForceFlush(FlushMilliseconds);
            metrics.ForceFlush(FlushMilliseconds);
            return Task.CompletedTask;
        }
    }
}
