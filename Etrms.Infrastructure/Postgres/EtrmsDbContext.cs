using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Postgres;

/// <summary>The one schema. Names and column types come from <see cref="SchemaConvention"/>; each table's keys stand beside its row.</summary>
public sealed class EtrmsDbContext(DbContextOptions<EtrmsDbContext> options) : DbContext(options)
{
    public DbSet<UserRow> Users => Set<UserRow>();

    public DbSet<RefreshTokenRow> RefreshTokens => Set<RefreshTokenRow>();

    public DbSet<SocketTicketRow> SocketTickets => Set<SocketTicketRow>();

    public DbSet<SetupRow> Setups => Set<SetupRow>();

    public DbSet<ExchangeAccountRow> ExchangeAccounts => Set<ExchangeAccountRow>();

    public DbSet<ExchangeKeyRow> ExchangeKeys => Set<ExchangeKeyRow>();

    public DbSet<OperatorCommandRow> OperatorCommands => Set<OperatorCommandRow>();

    public DbSet<MonitoringRow> Monitoring => Set<MonitoringRow>();

    public DbSet<BreakerRow> Breakers => Set<BreakerRow>();

    public DbSet<BreakerRevisionRow> BreakerRevisions => Set<BreakerRevisionRow>();

    public DbSet<RiskConfigurationRow> RiskConfigurations => Set<RiskConfigurationRow>();

    public DbSet<BreakerStateRow> BreakerStates => Set<BreakerStateRow>();

    public DbSet<BreakerEventRow> BreakerEvents => Set<BreakerEventRow>();

    public DbSet<EventSceneRow> EventScenes => Set<EventSceneRow>();

    public DbSet<ActionPlanRow> ActionPlans => Set<ActionPlanRow>();

    public DbSet<ActionStepRow> ActionSteps => Set<ActionStepRow>();

    public DbSet<AlertRow> Alerts => Set<AlertRow>();

    public DbSet<NotificationChannelRow> NotificationChannels => Set<NotificationChannelRow>();

    public DbSet<NotificationDeliveryRow> NotificationDeliveries => Set<NotificationDeliveryRow>();

    public DbSet<EquityPointRow> EquityPoints => Set<EquityPointRow>();

    public DbSet<EngineStateRow> EngineStates => Set<EngineStateRow>();

    public DbSet<LiveSnapshotRow> LiveSnapshots => Set<LiveSnapshotRow>();

    public DbSet<LeaseRow> Leases => Set<LeaseRow>();

    public DbSet<FillRow> Fills => Set<FillRow>();

    public DbSet<ClosedTradeRow> ClosedTrades => Set<ClosedTradeRow>();

    public DbSet<LedgerEntryRow> LedgerEntries => Set<LedgerEntryRow>();

    public DbSet<AccountCursorRow> AccountCursors => Set<AccountCursorRow>();

    public DbSet<DeadManSwitchRow> DeadManSwitches => Set<DeadManSwitchRow>();

    public DbSet<DeadManDrillRow> DeadManDrills => Set<DeadManDrillRow>();

    public DbSet<AuditRow> AuditLog => Set<AuditRow>();

    public DbSet<MarketSeriesRow> MarketSeries => Set<MarketSeriesRow>();

    public DbSet<CandleRow> Candles => Set<CandleRow>();

    public DbSet<FundingRateRow> FundingRates => Set<FundingRateRow>();

    public DbSet<SeriesCertificateRow> SeriesCertificates => Set<SeriesCertificateRow>();

    public DbSet<DataDownloadRow> DataDownloads => Set<DataDownloadRow>();

    public DbSet<DataDownloadPartRow> DataDownloadParts => Set<DataDownloadPartRow>();

    public DbSet<JobRow> Jobs => Set<JobRow>();

    public DbSet<JobPieceRow> JobPieces => Set<JobPieceRow>();

    public DbSet<JobPieceResultRow> JobPieceResults => Set<JobPieceResultRow>();

    public DbSet<JobLogRow> JobLog => Set<JobLogRow>();

    public DbSet<JobNodeRow> JobNodes => Set<JobNodeRow>();

    public DbSet<JobScheduleRow> JobSchedules => Set<JobScheduleRow>();

    public DbSet<JobPauseRow> JobPauses => Set<JobPauseRow>();

    public DbSet<BacktestRow> Backtests => Set<BacktestRow>();

    public DbSet<BacktestResultRow> BacktestResults => Set<BacktestResultRow>();

    public DbSet<BacktestPageRow> BacktestPages => Set<BacktestPageRow>();

    public DbSet<BacktestTrialRow> BacktestTrials => Set<BacktestTrialRow>();

    public DbSet<TrialLedgerRow> TrialLedger => Set<TrialLedgerRow>();

    public DbSet<TripRecordingRow> TripRecordings => Set<TripRecordingRow>();

    public DbSet<DivergenceRow> Divergences => Set<DivergenceRow>();

    public DbSet<MarketRegimeRow> MarketRegimes => Set<MarketRegimeRow>();

    public DbSet<VolatilityMetricRow> VolatilityMetrics => Set<VolatilityMetricRow>();

    public DbSet<MarketDetailRow> MarketDetails => Set<MarketDetailRow>();

    public DbSet<LiquiditySnapshotRow> LiquiditySnapshots => Set<LiquiditySnapshotRow>();

    public DbSet<BookFindingRow> BookFindings => Set<BookFindingRow>();

    public DbSet<CorrelationMatrixRow> CorrelationMatrices => Set<CorrelationMatrixRow>();

    public DbSet<MarketReturnsRow> MarketReturns => Set<MarketReturnsRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<decimal>().HavePrecision(28, 10);
        configurationBuilder.Conventions.Add(_ => new SchemaConvention());
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(EtrmsDbContext).Assembly);
}
