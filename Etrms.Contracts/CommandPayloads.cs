namespace Etrms.Contracts;

// Payloads of operator_commands. A command of the risk engine carries its OperatorCommand case as it is; the worker's own carry one of these.

/// <summary>Payload of connect_account, test_key, disable_key, enable_key and remove_account.</summary>
public sealed record AccountCommand(Guid AccountId);

/// <summary>Payload of stop_monitoring.</summary>
public sealed record StopMonitoringCommand(string Reason, int ResumeAfterMinutes);

/// <summary>Payload of evaluate_breakers; none named means all. Its answer is a <see cref="BreakerEvaluationsView"/>.</summary>
public sealed record EvaluateBreakersCommand(IReadOnlyList<Guid> Breakers);

/// <summary>Payload of commands that need none: start_monitoring, set_up_demo.</summary>
public sealed record PlainCommand;

/// <summary>Answer beside a refusal that is about a field of the request, such as "api_key".</summary>
public sealed record RefusedField(string Field);
