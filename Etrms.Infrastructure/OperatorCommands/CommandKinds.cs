namespace Etrms.Infrastructure.OperatorCommands;

/// <summary>What the trader may order. The first group goes to the risk engine, the second is handled by the worker itself.</summary>
public static class CommandKinds
{
    public const string Close = "close";
    public const string Reduce = "reduce";
    public const string Protect = "protect";
    public const string CancelOrders = "cancel_orders";
    public const string Pause = "pause";
    public const string LiftPause = "lift_pause";
    public const string ResumeBreaker = "resume_breaker";
    public const string PressButton = "press_button";
    public const string AcceptBalance = "accept_balance";

    public const string ConnectAccount = "connect_account";
    public const string TestKey = "test_key";
    public const string DisableKey = "disable_key";
    public const string EnableKey = "enable_key";
    public const string RemoveAccount = "remove_account";
    public const string StartMonitoring = "start_monitoring";
    public const string StopMonitoring = "stop_monitoring";
    public const string EvaluateBreakers = "evaluate_breakers";
    public const string TestNotification = "test_notification";
    public const string PreviewOrder = "preview_order";
    public const string RehearseBreaker = "rehearse_breaker";
    public const string SetUpDemo = "set_up_demo";
}
