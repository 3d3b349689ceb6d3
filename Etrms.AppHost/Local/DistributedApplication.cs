using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;

namespace Etrms.AppHost.Local;

/// <summary>The running application: every resource as a process of this machine.</summary>
public sealed class DistributedApplication : IAsyncDisposable
{
    private readonly Orchestrator _orchestrator;

    internal DistributedApplication(IConfiguration configuration, IReadOnlyList<Resource> resources) =>
        _orchestrator = new Orchestrator(configuration, resources);

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new DistributedApplicationBuilder(args);

    /// <summary>Starts everything, prints the addresses, and stops everything on Ctrl+C or SIGTERM.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    public async Task RunAsync()
    {
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopOnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopOnSignal);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, StopOnSignal);
        try
        {
            await StartAsync(stopping.Token);
            await ReadyBanner.PrintAsync(_orchestrator, stopping.Token);
            await Task.Delay(Timeout.Infinite, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            HostConsole.Say("Stopping.");
        }
        catch (HostException failure)
        {
            await Console.Error.WriteLineAsync($"ETRMS could not go on: {failure.Message}");
            Environment.ExitCode = 1;
        }
        finally
        {
            await DisposeAsync();
        }

        void StopOnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            stopping.Cancel();
        }
    }

    /// <summary>Returns when every resource is healthy.</summary>
    /// <exception cref="HostException">Something is missing or did not become healthy; the message says what to do.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => _orchestrator.StartAsync(cancellationToken);

    public Task StopAsync() => _orchestrator.StopAsync();

    /// <summary>Address of a project.</summary>
    public Uri GetEndpoint(string resourceName) => _orchestrator.State.AddressOf(resourceName);

    public HttpClient CreateHttpClient(string resourceName) => new() { BaseAddress = GetEndpoint(resourceName) };

    public string GetConnectionString(string resourceName) => _orchestrator.State.ConnectionStringOf(resourceName);

    /// <summary>Process of a resource, so that a test can kill it.</summary>
    public int GetProcessId(string resourceName) => _orchestrator.ProcessIdOf(resourceName);

    public Task WaitForHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        _orchestrator.WaitForHealthyAsync(resourceName, cancellationToken);

    public async ValueTask DisposeAsync() => await _orchestrator.DisposeAsync();
}
