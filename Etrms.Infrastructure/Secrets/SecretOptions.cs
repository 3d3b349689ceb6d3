using System.ComponentModel.DataAnnotations;

namespace Etrms.Infrastructure.Secrets;

public sealed class SecretOptions
{
    public const string Section = "Etrms";

    /// <summary>32 bytes in base64; seals new secrets.</summary>
    [Required, Base64String]
    public string MasterKey { get; set; } = "";

    /// <summary>Keys of former times in base64; they open old rows until those are sealed anew.</summary>
    public IList<string> FormerMasterKeys { get; } = [];

    internal static bool AreKeysValid(SecretOptions options) =>
        options.FormerMasterKeys.Append(options.MasterKey).All(key => Secrets.MasterKey.TryParse(key) is not null);
}
