using System.ComponentModel.DataAnnotations;

namespace Etrms.Web.Sessions;

internal sealed class SessionOptions
{
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    /// <summary>Private folder of the portal: key ring and sessions.</summary>
    [Required]
    public string Folder { get; set; } = "";
}
