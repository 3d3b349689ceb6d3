using System.ComponentModel.DataAnnotations;

namespace Etrms.Workers.Risk.DeadMan;

/// <summary>How long a venue waits for a sign of life before it cancels what rests.</summary>
internal sealed class DeadManOptions : IValidatableObject
{
    public const string Section = "DeadMan";

    /// <summary>False leaves the venues' switches alone; one that is armed is taken back.</summary>
    public bool IsOn { get; set; } = true;

    public TimeSpan Countdown { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>How often it is renewed.</summary>
    public TimeSpan Beat { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Beat <= TimeSpan.Zero || Beat * 2 > Countdown)
        {
            yield return new ValidationResult($"DeadMan:Beat of {Beat} leaves no second try within DeadMan:Countdown of {Countdown}.", [nameof(Beat)]);
        }
    }
}
