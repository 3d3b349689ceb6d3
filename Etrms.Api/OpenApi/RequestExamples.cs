using System.Text.Json.Nodes;
using Etrms.Contracts;

namespace Etrms.Api.OpenApi;

/// <summary>Bodies that work as they stand, for whoever tries the Api by hand.</summary>
internal static class RequestExamples
{
    private static readonly Dictionary<Type, string> Bodies = new()
    {
        [typeof(SetupRequest)] = """{"token":"from the printed link","user_name":"admin","password":"a long pass phrase","demo":true}""",
        [typeof(LoginRequest)] = """{"user_name":"admin","password":"a long pass phrase"}""",
        [typeof(CreateAccountRequest)] = """{"name":"Paper","exchange":"BINANCE","network":"PAPER","api_key":"testkey-0001","api_secret":"testsecret-0001"}""",
        [typeof(AcceptBalanceRequest)] = """{"reason":"A voucher of the exchange"}""",
        [typeof(ReducePositionRequest)] = """{"fraction":"0.5","reason":"Too large for the weekend"}""",
        [typeof(ProtectPositionRequest)] = """{"stop_loss":"101500","take_profit":null}""",
        [typeof(CancelOrdersRequest)] = """{"filter":"OPENING","reason":"Standing aside"}""",
        [typeof(RiskPreviewRequest)] = """
            {"account_id":"0192f3a4-5b6c-7d8e-9f00-112233445566","symbol":"BTCUSDT","side":"BUY","quantity":"0.05","stop_loss":"101500","price_move":"-0.03"}
            """,
        [typeof(StopMonitoringRequest)] = """{"reason":"Moving the server","resume_after_minutes":15}""",
        [typeof(EmergencyRequest)] = """{"reason":"Flash crash","confirmation":"CLOSE 3","password":"a long pass phrase"}""",
        [typeof(ResumeBreakerRequest)] = """{"reason":"Reviewed the trades","rebase":"REBASE","state_version":12}""",
        [typeof(PressButtonRequest)] = """{"reason":"Away from the desk","state_version":12}""",
        [typeof(SaveRiskConfigurationRequest)] = """{"version":3,"note":"Calmer","settings":{"staleness.no_new_risk_after":"10"}}""",
        [typeof(RevertRiskConfigurationRequest)] = """{"version":4,"to":2,"note":"As it was in May"}""",
        [typeof(ResetSettingsRequest)] = """{"version":4,"section":"staleness"}""",
        [typeof(NotificationChannelRequest)] = """
            {"name":"Own server","kind":"WEBHOOK","minimum_severity":"WARNING","quiet_from":"22:00","quiet_until":"07:00","quiet_zone":"Europe/Berlin",
             "address":"https://example.com/etrms","secret":"at least sixteen characters"}
            """,
        [typeof(DownloadRequest)] = """
            {"exchanges":["BINANCE"],"symbols":["BTCUSDT","ETHUSDT"],"timeframes":["1h","1d"],"start":"2024-01-01T00:00:00Z","end":"2024-02-01T00:00:00Z"}
            """,
        [typeof(BacktestBody)] = """
            {"name":"BTC trend","type":"standard","start_date":"2024-01-01T00:00:00Z","end_date":"2024-07-01T00:00:00Z","exchanges":["binance"],
             "symbols":["BTCUSDT"],"timeframe":"1h","initial_capital":10000,"strategy":{"name":"moving_average_cross","parameters":{"fast":10,"slow":30}},
             "circuit_breakers":[{"type":"MAX_DRAWDOWN","threshold":0.1,"action":"CLOSE_POSITIONS","enabled":true}]}
            """,
        [typeof(ApplyBacktestRequest)] = """{"breaker_mode":"OBSERVE","override":false,"reason":""}""",
        [typeof(PauseJobsRequest)] = """{"reason":"The machine is needed for something else"}""",
        [typeof(ChangeScheduleRequest)] = """{"cron":"0 17 3 * * ?"}""",
        [typeof(BreakerBody)] = """
            {"name":"Daily drawdown","type":"MAX_DRAWDOWN","threshold":"0.05","mode":"ARMED",
             "stages":[{"at":"0.6","actions":[{"kind":"NOTIFY"}]},{"at":"1","actions":[{"kind":"CLOSE_POSITIONS"},{"kind":"PAUSE_TRADING"}]}]}
            """,
    };

    public static JsonNode? For(Type type) => Bodies.TryGetValue(type, out var body) ? JsonNode.Parse(body) : null;
}
