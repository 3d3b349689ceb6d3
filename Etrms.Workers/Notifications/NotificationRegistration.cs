using Etrms.Workers.Commands;
using Etrms.Workers.Live;
using Etrms.Workers.Notifications.Senders;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Notifications;

internal static class NotificationRegistration
{
    /// <summary>Alerts by webhook, Telegram and e-mail. What waits lives in a term of leadership; senders live as long as the process.</summary>
    public static IHostApplicationBuilder AddNotifications(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<NotificationOptions>().BindConfiguration(NotificationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services
            .AddSingleton<GuardedHttp>().AddSingleton<ChannelDispatch>().AddSingleton<LastKnownChannels>()
            .AddSingleton<IChannelSender, WebhookSender>().AddSingleton<IChannelSender, TelegramSender>().AddSingleton<IChannelSender, EmailSender>()
            .AddScoped<AlertOutlets>().AddScoped<NotificationInbox>().AddScoped<Outbox>().AddScoped<ChannelLook>().AddScoped<BatchSender>().AddScoped<DeliveryRecords>()
            .AddScoped<ITermLoop, NotificationLoop>().AddScoped<ICommandHandler, NotificationTest>();
        return builder;
    }
}
