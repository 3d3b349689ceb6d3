using Npgsql;
using Quartz;

namespace Etrms.Workers.Jobs;

internal static class JobsRegistration
{
    /// <summary>Name of the cluster: workers of one database share their jobs, and a job runs on one of them.</summary>
    public const string Cluster = "etrms";

    private const int AtOnce = 2;
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LateCheckIn = TimeSpan.FromSeconds(3);

    /// <summary>Background jobs on a Quartz cluster in PostgreSQL. They share the process with the risk loop and never hold it up.</summary>
    public static IHostApplicationBuilder AddJobs(this IHostApplicationBuilder builder)
    {
        // The scheduler's own tables lie in a schema of their own, where it makes them.
        var database = new NpgsqlConnectionStringBuilder(builder.Configuration.GetConnectionString("etrmsdb")) { SearchPath = "quartz", MaxPoolSize = 10 };
        builder.Services.AddQuartz(Cluster, quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceId = $"{Environment.MachineName}-{Guid.NewGuid():N}");
            quartz.UseDefaultThreadPool(AtOnce);
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
        builder.Services.AddSingleton<DownloadPlanner>().AddSingleton<VenueHistory>().AddSingleton<SeriesFetch>().AddTransient<DownloadJob>();
        builder.Services.AddHostedService<JobScheduler>();
        return builder;
    }
}
