using Etrms.Infrastructure.Jobs;
using Etrms.Workers.Backtesting;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Jobs.Pieces;

/// <summary>Works one piece off: notes how far it is, lets go when its job was cancelled, and keeps what came out or why nothing did.</summary>
internal sealed class PieceRunner(JobPieces pieces, BacktestWork work, RunningPieces running, JobReports reports)
{
    /// <summary>How soon a cancelled piece hears of it.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan GoodbyeWithin = TimeSpan.FromSeconds(3);

    public async Task RunAsync(ClaimedPiece piece, CancellationToken cancellationToken)
    {
        if (piece.Attempt > JobTries.Most)
        {
            await pieces.FailAsync(piece, "The worker ended each time that it worked on this piece.", mayBeTriedAgain: false, cancellationToken);
            return;
        }

        running.Enter();
        try
        {
            await WorkAsync(piece, cancellationToken);
        }
        finally
        {
            running.Leave();
        }
    }

    private async Task WorkAsync(ClaimedPiece piece, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = new PieceProgress(ends.Token);
        try
        {
            var working = work.RunAsync(piece, progress);
            await FollowAsync(piece, working, progress, ends);
            if (!await pieces.CompleteAsync(piece, await working, cancellationToken))
            {
                await reports.LetGoAsync(piece.JobId, piece.Number, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The worker stops and the piece did no wrong: the next worker begins it without counting this try.
            using var limit = new CancellationTokenSource(GoodbyeWithin);
            await pieces.ReleaseAsync(piece, limit.Token);
            throw;
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            await reports.LetGoAsync(piece.JobId, piece.Number, cancellationToken);
        }
#pragma warning disable CA1031 // The boundary of a piece: whatever breaks in it must not take the others with it.
        catch (Exception failure) when (!DatabaseOutage.Is(failure))
#pragma warning restore CA1031
        {
            var state = await pieces.FailAsync(piece, failure.Message, failure is not WorkRefusedException, cancellationToken);
            await reports.FailedAsync(piece.JobId, $"Piece {piece.Number}", state, failure, cancellationToken);
        }
    }

    /// <summary>Returns when the computation has ended: it must not go on when nobody looks after it any more.</summary>
    private async Task FollowAsync(ClaimedPiece piece, Task working, PieceProgress progress, CancellationTokenSource ends)
    {
        try
        {
            while (!working.IsCompleted)
            {
                await Task.WhenAny(working, Task.Delay(LookEvery, CancellationToken.None));
                if (!working.IsCompleted && !ends.IsCancellationRequested && !await pieces.NoteAsync(piece, progress.Done, ends.Token))
                {
                    await ends.CancelAsync();
                }
            }
        }
        catch
        {
            await ends.CancelAsync();
            await working.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }
}

/// <summary>How far a piece is, told from the thread that computes, and whether it shall go on.</summary>
internal sealed class PieceProgress(CancellationToken cancellationToken)
{
    private long _done;

    /// <summary>Candles worked through.</summary>
    public long Done => Volatile.Read(ref _done);

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Notes how many candles are through, and ends the computation when it was cancelled.</summary>
    public void Report(long done)
    {
        Volatile.Write(ref _done, done);
        cancellationToken.ThrowIfCancellationRequested();
    }
}

/// <summary>Work that cannot be done however often it is tried, with the reason for the trader.</summary>
internal sealed class WorkRefusedException(string reason) : Exception(reason);
