using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Etrms.Integration.Tests.Notifications;

internal sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json => JsonElement.Parse(Body);
}

/// <summary>A web server of one's own that keeps what it is sent and answers as it is told.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    public HttpReceiver()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    /// <summary>Status of the answers from now on.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    /// <summary>Body of the answers from now on.</summary>
    public string Answer { get; set; } = "{}";

    /// <summary>True: requests are taken and never answered.</summary>
    public bool IsMute { get; set; }

    public IDictionary<string, string> AnswerHeaders { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public Task<ReceivedRequest> RequestAsync(string what, Func<ReceivedRequest, bool> wanted, TimeSpan? deadline = null) =>
        Eventually.GetAsync(what, _ => Task.FromResult(_received.FirstOrDefault(wanted)), deadline);

    public async ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = TakeAsync(context);
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TakeAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var headers = context.Request.Headers.AllKeys.ToDictionary(name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
            _received.Enqueue(new ReceivedRequest(context.Request.HttpMethod, context.Request.Url!.PathAndQuery, headers, body.ToArray()));
            if (IsMute)
            {
                await _end.Task;
            }

            context.Response.StatusCode = (int)Status;
            AnswerHeaders.ToList().ForEach(header => context.Response.Headers[header.Key] = header.Value);
            await JsonSerializer.SerializeAsync(context.Response.OutputStream, JsonElement.Parse(Answer));
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The sender did not wait, or the test is over.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
