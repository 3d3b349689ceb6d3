namespace Etrms.Domain.Risk.Books;

/// <summary>Everything in the books that a restart must find again.</summary>
internal static class BooksStates
{
    public static BooksState Capture(RiskBooks books) => new()
    {
        Clock = books.Clock.Capture(),
        DayId = books.Day.Id,
        Day = books.Day.Date,
        DayStartAt = EngineClock.At(books.Day.StartAt),
        NextDayAt = EngineClock.At(Math.Max(books.Day.NextAt, 0)),
        RejectedInputs = books.RejectedInputs,
        Collateral = books.Collateral.Capture(),
        Contracts = [.. books.Contracts.Where(contract => contract.Positions.Count > 0 || contract.MarkAt != 0 || contract.Hours.Version != 0 || contract.Market is not null)
            .OrderBy(contract => contract.Id).Select(contract => contract.Capture())],
        Accounts = [.. books.Accounts.Select(account => AccountStates.Capture(account))],
        Scopes = [.. books.Scopes.Select(scope => scope.Capture())],
        Measures = [.. books.Scopes.Select(scope => scope.CaptureMeasures()).OfType<ScopeMeasuresState>()],
    };

    public static void Restore(RiskBooks books, BooksState state)
    {
        books.Clock.Restore(state.Clock);
        books.Day.Restore(state);
        books.RejectedInputs = state.RejectedInputs;
        foreach (var contract in state.Contracts)
        {
            books.Contract(contract.Id).Restore(contract);
        }

        books.Collateral.Restore(state.Collateral);
        foreach (var known in state.Accounts)
        {
            books.Add(known.Id, known.Exchange, known.Name, known.IsPaper);
            var account = books.Account(known.Id)!;
            AccountStates.Restore(account, known, books);
            books.Collateral.Apply(account);
        }

        foreach (var scope in state.Scopes)
        {
            books.ScopeOf(scope.Scope).Restore(scope);
        }

        books.Regroup();
        foreach (var measures in state.Measures)
        {
            books.ScopeOf(measures.Scope).Measures.Restore(measures);
        }
    }
}
