using Etrms.Workers.Journal.Rehearsals;

namespace Etrms.Workers.Journal.Inputs;

internal static class InputJournalRegistration
{
    /// <param name="builder">The host.</param>
    /// <param name="stateFolder">Private folder of the installation; null where none is configured.</param>
    public static void AddInputJournal(this IHostApplicationBuilder builder, string? stateFolder)
    {
        builder.Services.AddOptions<InputJournalOptions>()
            .BindConfiguration(InputJournalOptions.Section)
            .Configure(options => options.Folder = options.Folder.Length > 0 || stateFolder is null
                ? options.Folder
                : Path.Combine(stateFolder, "inputs"))
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SessionFolder>().AddSingleton<RehearsalRoom>().AddScoped<InputJournal>();
    }
}
