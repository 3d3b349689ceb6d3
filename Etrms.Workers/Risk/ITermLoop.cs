namespace Etrms.Workers.Risk;

/// <summary>Something that runs from the end of recovery to the end of the term of leadership.</summary>
internal interface ITermLoop
{
    Task RunAsync(CancellationToken cancellationToken);
}
