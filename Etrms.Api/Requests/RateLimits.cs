using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;

namespace Etrms.Api.Requests;

internal sealed class RateLimitOptions
{
    public const string Section = "Api:RateLimit";

    /// <summary>Requests of one caller that may come at once.</summary>
    [Range(1, 100_000)]
    public int Burst { get; set; } = 400;

    /// <summary>Requests of one caller that are allowed each second in the long run.</summary>
    [Range(1, 100_000)]
    public int PerSecond { get; set; } = 100;

    /// <summary>
    /// Attempts to sign in from one address that may come at once; one more is allowed each second. Checking a password is dear.
    /// </summary>
    [Range(1, 100_000)]
    public int SignInBurst { get; set; } = 60;
}

/// <summary>One bucket per signed-in user, else per address.</summary>
internal static class RateLimits
{
    /// <summary>Policy of endpoints that check a password or a set-up token.</summary>
    public const string SignIn = "sign-in";

    public static void AddRateLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>()
            .BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        var limits = builder.Configuration.GetSection(RateLimitOptions.Section).Get<RateLimitOptions>() ?? new RateLimitOptions();
        builder.Services.AddRateLimiter(options =>
        {
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                context => RateLimitPartition.GetTokenBucketLimiter(Caller(context), _ => Bucket(limits.Burst, limits.PerSecond)));
            options.AddPolicy(SignIn, context =>
                RateLimitPartition.GetTokenBucketLimiter(Address(context), _ => Bucket(limits.SignInBurst, perSecond: 1)));
            options.OnRejected = async (context, _) =>
            {
                var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                await Problems.TooMany(context.HttpContext, wait).ExecuteAsync(context.HttpContext);
            };
        });
    }

    private static string Caller(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, Name: { } user } ? $"user {user}" : Address(context);

    private static string Address(HttpContext context) => $"address {context.Connection.RemoteIpAddress}";

    private static TokenBucketRateLimiterOptions Bucket(int burst, int perSecond) => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };
}
