namespace Etrms.Domain.Risk.DeadMan;

/// <summary>Where one dead-man switch stands.</summary>
public enum DeadManState
{
    /// <summary>Nothing rests that it should clear.</summary>
    Idle,

    /// <summary>The venue counts down, and is renewed before it ends.</summary>
    Armed,

    /// <summary>Entries rest, but the switch would do harm or would not help.</summary>
    Withheld,

    /// <summary>The venue would not take it.</summary>
    Refused,

    /// <summary>The venue heard nothing in time; what is left has not been read yet.</summary>
    Fired,
}
