using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Etrms.ServiceDefaults;

/// <summary>Repeats GET and HEAD after transport errors and 5xx with jittered back-off; writes are sent once, since they may have happened.</summary>
internal sealed class RetriedReadsHandler : DelegatingHandler
{
    private static readonly ResiliencePipeline<HttpResponseMessage> Reads = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(150),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                .Handle<HttpRequestException>()
                .Handle<TimeoutRejectedException>()
                .HandleResult(response => response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout),
        })
        .AddTimeout(TimeSpan.FromSeconds(10))
        .Build();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head
            ? Reads.ExecuteAsync(async token => await base.SendAsync(request, token), cancellationToken).AsTask()
            : base.SendAsync(request, cancellationToken);
}
