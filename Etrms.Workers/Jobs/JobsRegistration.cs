using Etrms.Workers.Backtesting;
using Etrms.Workers.Jobs.Pieces;
using Etrms.Workers.Jobs.Schedules;
using Npgsql;
using Quartz;

namespace Etrms.Workers.Jobs;

internal static class JobsRegistration
{
    /// <summary>Name of the cluster: workers of one database share their jobs, and a job runs on one of them.</summary>
    public const string Cluster = "etrms";

    /// <summary>Downloads, parents and schedules: they wait for others most of the time.</summary>
    private const int OtherJobsAtOnce = 4;

    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LateCheckIn = TimeSpan.FromSeconds(3);

    /// <summary>How soon a worker sees what another one scheduled.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>Background jobs on a Quartz cluster in PostgreSQL. They share the process with the risk loop and never hold it up.</summary>
    public static IHostApplicationBuilder AddJobs(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<JobOptions>().BindConfiguration(JobOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        var computations = (builder.Configuration.GetSection(JobOptions.Section).Get<JobOptions>() ?? new JobOptions()).ComputationsAtOnce;
        var node = new JobNode($"{Environment.MachineName}-{Guid.NewGuid():N}");
        builder.AddCluster(node, computations);
        builder.Services.AddSingleton(node).AddSingleton<RunningPieces>().AddSingleton<JobReports>().AddSingleton<PieceRunner>()
            .AddSingleton<AnnouncerSeat>().AddSingleton<JobPictures>();
        builder.Services.AddSingleton<DownloadPlanner>().AddSingleton<VenueHistory>().AddSingleton<SeriesFetch>();
        builder.Services.AddTransient<DownloadJob>().AddTransient<ParentJob>().AddTransient<ChildJob>().AddTransient<CleanUp>();
        builder.Services.AddSingleton<IJobDispatch, DownloadDispatch>().AddSingleton<IJobDispatch, WorkDispatch>().AddSingleton<IJobDispatch, ScheduleKeeper>();
        builder.Services.AddHostedService<JobScheduler>().AddHostedService<JobsAnnouncer>();
        builder.AddBacktesting();
        return builder;
    }

    private static void AddCluster(this IHostApplicationBuilder builder, JobNode node, int computations)
    {
        // The scheduler's own tables lie in a schema of their own, where it makes them.
        var database = new NpgsqlConnectionStringBuilder(builder.Configuration.GetConnectionString("etrmsdb")) { SearchPath = "quartz", MaxPoolSize = 10 };
        builder.Services.AddQuartz(Cluster, quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceId = node.Name;
                scheduler.IdleWaitTime = LookEvery;
            });
            quartz.UseDefaultThreadPool(OtherJobsAtOnce + computations);
            quartz.UseExecutionLimits(limits => limits.ForGroup(ChildJob.ExecutionGroup, computations, ExecutionLimitScope.Node));
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(database.ConnectionString);
                store.UseSystemTextJsonSerializer();
                store.ProvisionSchema();
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = CheckIn;
                    cluster.CheckinMisfireThreshold = LateCheckIn;
                });
                store.ConfigureStore(options => options.StoreJobDataAsStrings = true);
            });
        });

        // With the defaults two nodes that start together fire a trigger twice.
        builder.Services.Configure<QuartzOptions>(Cluster, options =>
        {
            options.Scheduling.OverwriteExistingData = false;
            options.Scheduling.IgnoreDuplicates = true;
        });
    }
}
