using Etrms.Workers.Commands;
using Etrms.Workers.Demo;
using Etrms.Workers.Journal;
using Etrms.Workers.Journal.Inputs;
using Etrms.Workers.Journal.Recordings;
using Etrms.Workers.Live;
using Etrms.Workers.Notifications;
using Etrms.Workers.Risk.Crash;
using Etrms.Workers.Risk.DeadMan;
using Etrms.Workers.Risk.Execution;
using Etrms.Workers.Risk.Pumps;
using Etrms.Workers.Risk.Standby;

namespace Etrms.Workers.Risk;

internal static class RiskRegistration
{
    /// <summary>The guard of the accounts. A scope is a term of leadership: what lives in it is made anew for the next one.</summary>
    public static IHostApplicationBuilder AddRiskLoop(this IHostApplicationBuilder builder)
    {
        var state = builder.Configuration["Etrms:StateFolder"];
        builder.Services.AddOptions<RiskOptions>()
            .BindConfiguration(RiskOptions.Section)
            .Configure(options => options.JournalFolder = options.JournalFolder.Length > 0 || state is null
                ? options.JournalFolder
                : Path.Combine(state, "journal"))
            .ValidateDataAnnotations().ValidateOnStart();
        builder.AddInputJournal(state);
        builder.Services
            .AddSingleton<Installation>().AddSingleton<RiskClock>().AddSingleton<RiskTelemetry>().AddSingleton<CrashPoints>().AddSingleton<CrashLoopGuard>().AddSingleton<JournalFolder>()
            .AddSingleton<MonitoringState>().AddSingleton<AccountRegister>()
            .AddHostedService<RiskWorker>();
        builder.Services.AddLoop().AddExecution().AddPumps().AddCommands().AddDeadMan();
        builder.AddDemo();
        builder.AddNotifications();
        builder.Services.AddHealthChecks().AddCheck<RiskHealthCheck>("risk");
        return builder;
    }

    private static IServiceCollection AddLoop(this IServiceCollection services) => services
        .AddScoped<Candidacy>().AddScoped<StandbyFollower>().AddScoped<StandbyRecords>().AddLoop<StandbyDoor>()
        .AddScoped<RiskTerm>().AddScoped<TermTasks>().AddScoped<Leadership>().AddScoped<WriteAheadJournal>()
        .AddScoped<RiskRecovery>().AddScoped<RecoveryReadings>().AddScoped<StoredPast>().AddScoped<PastSources>().AddScoped<RecoverySigns>()
        .AddScoped<SettingsInForce>().AddScoped<RiskInbox>().AddScoped<RiskTroubles>().AddScoped<RiskRecorder>().AddScoped<Onlookers>().AddScoped<DecisionExecutor>().AddScoped<DecisionNews>()
        .AddLoop<RiskMonitor>().AddLoop<RiskStoreWriter>().AddLoop<RiskTicker>().AddLoop<StoredConfiguration>().AddLoop<LivePublisher>().AddLoop<AlertMarksWatch>()
        .AddScoped<TripActions>().AddLoop<FlightRecorder>().AddScoped<LiveViews>().AddScoped<CrashReplays>().AddLoop<CrashCandles>();

    private static IServiceCollection AddExecution(this IServiceCollection services) => services
        .AddScoped<PlanExecutors>().AddScoped<PlanOrigins>().AddScoped<OrderDesk>().AddScoped<ExecutionRules>().AddScoped<OrderSender>()
        .AddScoped<ActionRecorder>().AddScoped<Attempts>();

    private static IServiceCollection AddPumps(this IServiceCollection services) => services
        .AddScoped<MonitoredAccounts>().AddScoped<MarketView>().AddScoped<HistoryPump>().AddScoped<MarketPumps>().AddScoped<FactSink>()
        .AddScoped<AccountCursors>().AddScoped<AccountPumpFactory>().AddScoped<MissedPriceReader>().AddScoped<AccountPumps>()
        .AddLoop<DepthPump>();

    private static IServiceCollection AddDeadMan(this IServiceCollection services)
    {
        services.AddOptions<DeadManOptions>().BindConfiguration(DeadManOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddScoped<SwitchLine>().AddScoped<DeadManRecords>().AddScoped<SwitchDesk>().AddLoop<DeadManHeartbeat>();
    }

    private static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddScoped<CommandDispatch>().AddScoped<EngineDoor>()
        .AddLoop<CommandPump>().AddLoop<CommandAnswers>().AddLoop<MonitoringSwitch>()
        .AddScoped<ICommandHandler>(provider => provider.GetRequiredService<MonitoringSwitch>())
        .AddScoped<AccountKeys>().AddScoped<ICommandHandler>(provider => provider.GetRequiredService<AccountKeys>())
        .AddScoped<ICommandHandler, KeySwitch>().AddScoped<ICommandHandler, RemoveAccount>().AddScoped<ICommandHandler, EvaluateBreakers>().AddScoped<ICommandHandler, RehearseBreaker>()
        .AddScoped<ICommandHandler, PreviewOrder>();

    private static IServiceCollection AddLoop<TLoop>(this IServiceCollection services)
        where TLoop : class, ITermLoop =>
        services.AddScoped<TLoop>().AddScoped<ITermLoop>(provider => provider.GetRequiredService<TLoop>());
}
