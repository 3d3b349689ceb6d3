using Etrms.Cli;

return await EtrmsCommand.RunAsync(args, Terminal.OfProcess(), CancellationToken.None);
