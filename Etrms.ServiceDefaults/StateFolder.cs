namespace Etrms.ServiceDefaults;

/// <summary>Where ETRMS keeps what belongs to this machine: journal, paper venue, logs, keys.</summary>
public static class StateFolder
{
    /// <summary>/var/lib/etrms for root, else the user's state folder of the XDG convention.</summary>
    public static string Default()
    {
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            return "/var/lib/etrms";
        }

        var stateHome = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.Combine(string.IsNullOrEmpty(stateHome) ? Path.Combine(home, ".local", "state") : stateHome, "etrms");
    }
}
