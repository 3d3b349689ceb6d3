using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>A venue on a real socket that does what a test tells it to. Answers of one path are used up in order; the last one stays.</summary>
internal sealed class FakeBinance : IAsyncDisposable
{
    public static readonly ExchangeCredentials Key = new("a-key-of-a-test", "a-secret-of-a-test");

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Answer>> _answers = new();
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly ConcurrentDictionary<string, Channel<FakeSocket>> _sockets = new();
    private readonly WebApplication _app;
    private ExchangeClients? _clients;

    private FakeBinance(WebApplication app) => _app = app;

    public ILoggerFactory Loggers { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Streams opened while this holds are never read: no ping is answered on them.</summary>
    public bool PlaysDead { get; set; }

    public ExchangeClients Clients => _clients ??= ClientsOf(new Uri(_app.Urls.First()), Loggers);

    /// <summary>Binance on the paper network, which here is this fake.</summary>
    public ExchangeAccount Account => Clients.Account(Domain.Market.Exchange.Binance, VenueNetwork.Paper, Key);

    public static ExchangeClients ClientsOf(Uri address, ILoggerFactory? loggers = null, TimeProvider? time = null) => new(
        Options.Create(new ExchangesOptions { PaperAddress = address, ReadTimeout = TimeSpan.FromSeconds(2) }),
        time ?? TimeProvider.System, loggers ?? NullLoggerFactory.Instance);

    public static async Task<FakeBinance> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new FakeBinance(app);
        app.UseWebSockets();
        app.Run(fake.HandleAsync);
        fake.AnswerAsAnEmptyAccount();
        await app.StartAsync();
        return fake;
    }

    public void On(string method, string path, params Answer[] answers) => _answers[$"{method} {path}"] = new(answers);

    public void On(string method, string path, string json) => On(method, path, Answer.Json(json));

    public Received[] Requests(string method, string path) =>
        [.. _received.Where(request => request.Method == method && request.Path == path)];

    /// <summary>The next stream that a client opens on a path.</summary>
    public async Task<FakeSocket> AcceptAsync(string path, TimeSpan? within = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(within ?? TimeSpan.FromSeconds(10));
        return await Sockets(path).Reader.ReadAsync(deadline.Token);
    }

    /// <summary>Closes every connection and answers nobody any more.</summary>
    public Task StopAsync() => _app.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        _clients?.Dispose();
        await StopAsync();
        await _app.DisposeAsync();
    }

    private void AnswerAsAnEmptyAccount()
    {
        On("POST", "/fapi/v1/listenKey", """{"listenKey":"listen-key-1"}""");
        On("GET", "/fapi/v1/ticker/bookTicker", """[{"symbol":"BTCUSDT","bidPrice":"60000","bidQty":"1","askPrice":"60001","askQty":"1","time":1750000000000}]""");
        On("GET", "/fapi/v3/account", Samples.Account(wallet: "1000"));
        On("GET", "/fapi/v3/positionRisk", "[]");
        On("GET", "/fapi/v1/symbolConfig", """[{"symbol":"BTCUSDT","marginType":"CROSSED","isAutoAddMargin":"false","leverage":20,"maxNotionalValue":"1000000"}]""");
        On("GET", "/fapi/v1/accountConfig", """{"feeTier":0,"dualSidePosition":false,"multiAssetsMargin":false}""");
        On("GET", "/fapi/v1/openOrders", "[]");
        On("GET", "/fapi/v1/openAlgoOrders", "[]");
        On("GET", "/fapi/v1/income", "[]");
        On("GET", "/fapi/v1/userTrades", "[]");
    }

    private Channel<FakeSocket> Sockets(string path) => _sockets.GetOrAdd(path, _ => Channel.CreateUnbounded<FakeSocket>());

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (context.WebSockets.IsWebSocketRequest)
        {
            var socket = new FakeSocket(await context.WebSockets.AcceptWebSocketAsync(), path + context.Request.QueryString, context.Abort);
            await Sockets(path).Writer.WriteAsync(socket);
            await (PlaysDead ? WhileConnected(context) : socket.ListenAsync());
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        _received.Enqueue(new(
            context.Request.Method, path, context.Request.QueryString.Value ?? "", body,
            context.Request.Headers["X-MBX-APIKEY"], context.Connection.Id));
        await AnswerAsync(context, path == "/fapi/v1/time" ? Time() : Next($"{context.Request.Method} {path}"));
    }

    private Answer Time() => _answers.ContainsKey("GET /fapi/v1/time")
        ? Next("GET /fapi/v1/time")
        : Answer.Json($$"""{"serverTime":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}}}""");

    private Answer Next(string key)
    {
        if (!_answers.TryGetValue(key, out var answers))
        {
            return Answer.Error(404, -1121, $"The test gave no answer for {key}");
        }

        return answers.Count > 1 && answers.TryDequeue(out var answer) ? answer
            : answers.TryPeek(out var last) ? last
            : throw new InvalidOperationException($"No answer is left for {key}");
    }

    private static Task WhileConnected(HttpContext context) =>
        Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);

    internal static async Task AnswerAsync(HttpContext context, Answer answer)
    {
        if (answer == Answer.Dropped)
        {
            context.Abort();
            return;
        }

        if (answer == Answer.Never)
        {
            await WhileConnected(context);
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(answer.Body);
    }
}
