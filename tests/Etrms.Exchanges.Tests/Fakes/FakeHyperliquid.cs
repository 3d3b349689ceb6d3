using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Etrms.Domain.Market;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>
/// Hyperliquid on a real socket, doing what a test tells it to. Readings and actions are answered by their type; answers of one type are used
/// up in order and the last one stays.
/// </summary>
internal sealed class FakeHyperliquid : IAsyncDisposable
{
    public const string Main = "0x5e9ee1089755c3435139848e47e6635505d5a13a";
    public const string Agent = "0x14791697260e4c9a71f18484c9f997b308e59325";
    public const string AgentKey = "0x0123456789012345678901234567890123456789012345678901234567890123";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Answer>> _answers = new();
    private readonly ConcurrentQueue<(string Type, JsonElement Body)> _received = new();
    private readonly Channel<FakeSocket> _sockets = Channel.CreateUnbounded<FakeSocket>();
    private readonly WebApplication _app;
    private ExchangeClients? _clients;

    private FakeHyperliquid(WebApplication app) => _app = app;

    public ILoggerFactory Loggers { get; set; } = NullLoggerFactory.Instance;

    public ExchangeClients Clients => _clients ??= FakeBinance.ClientsOf(new Uri(_app.Urls.First()), Loggers);

    public ExchangeAccount Account => AccountOf(new(Main, AgentKey));

    public static async Task<FakeHyperliquid> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new FakeHyperliquid(app);
        app.UseWebSockets();
        app.Run(fake.HandleAsync);
        fake.AnswerAsAnEmptyAccount();
        await app.StartAsync();
        return fake;
    }

    public ExchangeAccount AccountOf(ExchangeCredentials credentials) => Clients.Account(Exchange.Hyperliquid, VenueNetwork.Paper, credentials);

    public void On(string type, params Answer[] answers) => _answers[type] = new(answers);

    public void On(string type, string json) => On(type, Answer.Json(json));

    /// <summary>An order, cancel or modify answered with these statuses.</summary>
    public void OnAction(string type, string statuses) =>
        On(type, $$$$"""{"status":"ok","response":{"type":"{{{{type}}}}","data":{"statuses":[{{{{statuses}}}}]}}}""");

    public JsonElement[] Requests(string type) => [.. _received.Where(request => request.Type == type).Select(request => request.Body)];

    /// <summary>The next stream that a client opens.</summary>
    public async Task<FakeSocket> AcceptAsync(TimeSpan? within = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(within ?? TimeSpan.FromSeconds(10));
        return await _sockets.Reader.ReadAsync(deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _clients?.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private void AnswerAsAnEmptyAccount()
    {
        On("metaAndAssetCtxs", """
            [{"universe":[{"name":"OLD","szDecimals":2,"maxLeverage":3,"isDelisted":true},{"name":"BTC","szDecimals":5,"maxLeverage":40,"marginTableId":40}]},
             [{"markPx":"1"},{"funding":"0.0000125","markPx":"60000.0","oraclePx":"60010.0","prevDayPx":"50000.0","dayNtlVlm":"1000","dayBaseVlm":"2"}]]
            """);
        On("l2Book", """{"coin":"BTC","time":1750000000000,"levels":[[{"px":"60000.0","sz":"1.5","n":2}],[{"px":"60001.0","sz":"2.5","n":1}]]}""");
        On("userAbstraction", "\"default\"");
        On("clearinghouseState", HyperliquidSamples.State("1000"));
        On("frontendOpenOrders", "[]");
        On("userFillsByTime", "[]");
        On("userFunding", "[]");
        On("userNonFundingLedgerUpdates", "[]");
        On("userRateLimit", """{"cumVlm":"0.0","nRequestsUsed":1,"nRequestsCap":10000}""");
        On("orderStatus", """{"status":"unknownOid"}""");
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            var socket = new FakeSocket(await context.WebSockets.AcceptWebSocketAsync(), context.Request.Path.Value!, context.Abort)
            {
                Reply = static heard => heard.Contains("\"ping\"", StringComparison.Ordinal) ? """{"channel":"pong"}""" : null,
            };
            await _sockets.Writer.WriteAsync(socket);
            await socket.ListenAsync();
            return;
        }

        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        var type = (body.TryGetProperty("action", out var action) ? action : body).GetProperty("type").GetString()!;
        _received.Enqueue((type, body));
        await FakeBinance.AnswerAsync(context, Next(type));
    }

    private Answer Next(string type) =>
        !_answers.TryGetValue(type, out var answers) ? new Answer(422, $"The test gave no answer for {type}")
        : answers.Count > 1 && answers.TryDequeue(out var answer) ? answer
        : answers.TryPeek(out var last) ? last
        : throw new InvalidOperationException($"No answer is left for {type}");
}
